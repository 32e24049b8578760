// Operands: what the checker knows of an expression while it looks at it, and how messages describe one.

import type { Node } from '../../syntax/ast.ts';
import type { ConstValue } from '../../constant/value.ts';
import { constString } from '../../constant/constant.ts';
import { Basic, Mode, type Type, TypeKind } from '../types.ts';
import { tInvalid, tUntypedNil } from '../universe.ts';
import { isGeneric, isUntyped, isValid, hasEmptyTypeset } from '../predicates.ts';
import { unalias, under } from '../under.ts';
import { builtinInfos } from '../builtins/ids.ts';
import { exprString } from '../../syntax/expr-string.ts';

/** One class for all modes; reused freely, so never keep a reference to an operand that a callee may overwrite. */
export class Operand {
  mode: Mode = Mode.Invalid;
  node: Node | null = null;
  type: Type = tInvalid;
  val: ConstValue | null = null;
  builtin = 0;

  set(mode: Mode, node: Node | null, type: Type): this {
    this.mode = mode;
    this.node = node;
    this.type = type;
    this.val = null;
    return this;
  }

  assign(x: Operand): this {
    this.mode = x.mode;
    this.node = x.node;
    this.type = x.type;
    this.val = x.val;
    this.builtin = x.builtin;
    return this;
  }

  get isNil(): boolean { return this.mode === Mode.NilValue; }
}

export function valueOperand(node: Node | null, type: Type): Operand { return new Operand().set(Mode.Value, node, type); }

const modeNames: readonly string[] = ['invalid operand', 'no value', 'built-in', 'type', 'constant', 'variable',
  'map index expression', 'value', 'nil', 'comma, ok expression', 'comma, error expression', 'cgo function'];

/** "slice", "func", … for a type that is not basic underneath; "" for a basic one. */
export function compositeKind(t: Type): string {
  switch (under(t).kind) {
    case TypeKind.Array: return 'array';
    case TypeKind.Slice: return 'slice';
    case TypeKind.Struct: return 'struct';
    case TypeKind.Pointer: return 'pointer';
    case TypeKind.Signature: return 'func';
    case TypeKind.Interface: return 'interface';
    case TypeKind.Map: return 'map';
    case TypeKind.Chan: return 'chan';
    case TypeKind.Tuple: return 'tuple';
    case TypeKind.Union: return 'union';
    default: return '';
  }
}

/** An operand as messages show it: `x (variable of struct type T)`. */
export function operandString(x: Operand, str: (t: Type) => string): string {
  if (x.mode === Mode.NilValue) {
    if (x.type === tInvalid) return 'nil (with invalid type)';
    if (x.type === tUntypedNil) return 'nil';
    return `nil (of type ${str(x.type)})`;
  }
  let expr = '';
  if (x.node !== null) expr = exprString(x.node);
  else if (x.mode === Mode.Builtin) expr = builtinInfos[x.builtin]!.name;
  else if (x.mode === Mode.TypeExpr) expr = str(x.type);
  else if (x.mode === Mode.Constant) expr = constString(x.val!);
  let s = expr !== '' ? expr + ' (' : '';
  let typed = false;
  if (x.mode > Mode.TypeExpr) {
    if (isUntyped(x.type)) s += x.type.name + ' ';
    else typed = true;
  }
  s += modeNames[x.mode]!;
  if (x.mode === Mode.Constant) {
    const v = constString(x.val!);
    if (v !== expr) s += ' ' + v;
  }
  if (typed) s += typeSuffix(x.type, str);
  return expr !== '' ? s + ')' : s;
}

function typeSuffix(t: Type, str: (t: Type) => string): string {
  if (!isValid(t)) return ' with invalid type';
  let s = ' of ' + (isGeneric(t) ? 'generic ' : '');
  const u = unalias(t);
  const isParam = u.kind === TypeKind.TypeParam;
  if (!isParam && (t.kind === TypeKind.Alias || t.kind === TypeKind.Named)) {
    let what = compositeKind(t);
    if (what === '') {
      const b = under(t);
      what = b.kind === TypeKind.Basic && b.basic !== Basic.Invalid ? b.name : 'invalid type';
    }
    s += what + ' ';
  }
  s += 'type ' + str(t);
  if (isParam) {
    s += ' constrained by ' + str(u.constraint ?? tInvalid);
    if (hasEmptyTypeset(u)) s += ' with empty type set';
  }
  return s;
}
