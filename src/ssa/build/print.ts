// print and println. spec#Bootstrapping

import { VT } from '../op.table.ts';
import type { Node } from '../../syntax/ast.ts';
import { Basic, TypeKind, type Type } from '../../types/types.ts';
import { asNamed, under } from '../../types/under.ts';
import { typeString } from '../../types/typestring.ts';
import { basicType } from '../../types/universe.ts';
import { hasItab } from '../data/methods.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { constValue, defaultConstType } from './const.ts';
import { convertNumeric } from './numeric.ts';

export function printCall(b: FuncBuilder, n: Node, line: boolean): void {
  const args: { t: Type; v: Value }[] = [];
  for (const a of n.list) {
    const c = b.constOf(a);
    let t = b.typeOf(a);
    if (c === null) { args.push({ t, v: b.exprStable(a) }); continue; }
    const u = under(t);
    if (u.kind !== TypeKind.Basic || u.basic >= Basic.UntypedBool) t = u.kind === TypeKind.Basic && u.basic === Basic.UntypedRune ? basicType(Basic.Int32) : defaultConstType(c);
    args.push({ t, v: constValue(b, c, t) });
  }
  b.at(n.pos);
  b.callRuntime('printlock');
  args.forEach((a, i) => {
    if (line && i > 0) b.callRuntime('printsp');
    if (isPrintable(a.t)) printOne(b, a.t, a.v);
    else b.u.report(n.opPos, `illegal types for operand: print\n\t${typeString(a.t, b.u.pkg)}`);
  });
  if (line) b.callRuntime('printnl');
  b.callRuntime('printunlock');
}

function isPrintable(t: Type): boolean {
  const { kind } = under(t);
  return kind !== TypeKind.Struct && kind !== TypeKind.Array;
}

function printOne(b: FuncBuilder, t: Type, v: Value): void {
  const u = under(t);
  switch (u.kind) {
    case TypeKind.Basic: printBasic(b, t, u.basic, v); return;
    case TypeKind.Interface: b.callRuntime(hasItab(u) ? 'printiface' : 'printeface', v[0]!, v[1]!); return;
    case TypeKind.Slice: b.callRuntime('printslice', ...v); return;
    default: b.callRuntime('printpointer', v[0]!);
  }
}

function printBasic(b: FuncBuilder, t: Type, k: Basic, v: Value): void {
  switch (k) {
    case Basic.Bool: b.callRuntime('printbool', v[0]!); return;
    case Basic.Float32: b.callRuntime('printfloat32', v[0]!); return;
    case Basic.Float64: b.callRuntime('printfloat64', v[0]!); return;
    case Basic.Complex64: b.callRuntime('printcomplex64', ...v); return;
    case Basic.Complex128: b.callRuntime('printcomplex128', ...v); return;
    case Basic.String: b.callRuntime(isRuntimeType(t, 'quoted') ? 'printquoted' : 'printstring', ...v); return;
    case Basic.UnsafePointer: case Basic.UntypedNil: b.callRuntime('printpointer', v.length > 0 ? v[0]! : b.zeroWord(VT.Ptr)); return;
    case Basic.Uint: case Basic.Uint8: case Basic.Uint16: case Basic.Uint32: case Basic.Uint64: case Basic.Uintptr:
      b.callRuntime(isRuntimeType(t, 'hex') ? 'printhex' : 'printuint', convertNumeric(b, v, k, Basic.Uint64)[0]!);
      return;
    default: b.callRuntime('printint', convertNumeric(b, v, k, Basic.Int64)[0]!);
  }
}

/** The runtime's own types hex and quoted print differently. */
function isRuntimeType(t: Type, name: string): boolean {
  const n = asNamed(t);
  return n !== null && n.obj!.name === name && n.obj!.pkg !== null && n.obj!.pkg.path === 'runtime';
}
