// Calls of functions that are SSA operations: interprets the templates of abi/intrinsics.table.ts.

import { Op } from '../op.gen.ts';
import { VT, opByName, opTable } from '../op.table.ts';
import type { Sig, ValueId } from '../func.ts';
import { Basic, TypeKind, type Type } from '../../types/types.ts';
import { under } from '../../types/under.ts';
import { FuncAddr, funcAddrTable, intrinsicTable, knownTable, type Known } from '../../abi/intrinsics.table.ts';
import { fail } from '../../base/internal-error.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { generate } from './generate.ts';
import type { UnitBuilder } from './unit.ts';

const templates: ReadonlyMap<string, string> = new Map(intrinsicTable);
const funcAddrs: ReadonlyMap<string, FuncAddr> = new Map(funcAddrTable);
const knowns: ReadonlyMap<string, Known> = new Map(knownTable);

/** Its calls are a constant for each type argument. */
const STRINGS_ONLY = 'internal/abi.stringsOnly[';

function stringsOnly(t: Type): boolean {
  const u = under(t);
  switch (u.kind) {
    case TypeKind.Basic: return u.basic !== Basic.UnsafePointer;
    case TypeKind.Array: return u.len === 0 || stringsOnly(u.elem!);
    case TypeKind.Struct: return u.fields.every((f) => stringsOnly(f.type!));
    default: return false;
  }
}

/** True if calls of function `sym` are replaced by operations. */
export function isIntrinsic(sym: string): boolean { return templates.has(sym) || funcAddrs.has(sym); }

/** True if the operations of `sym` can also stand in a function body (those about their caller's arguments cannot). */
export function hasIntrinsicBody(sym: string): boolean { return templates.has(sym); }

/** True if `known` is said of function `sym` or of the generic function that it is an instance of. */
export function isKnown(sym: string, known: Known): boolean {
  const bracket = sym.indexOf('[');
  return knowns.get(bracket < 0 ? sym : sym.slice(0, bracket)) === known;
}

/** Result words of a call of `sym` as operations, or null if it is an ordinary function. */
export function intrinsicCall(b: FuncBuilder, sym: string, args: readonly Value[], sig: Type): Value | null {
  if (sym.startsWith(STRINGS_ONLY)) return [b.i32(stringsOnly(sig.params!.fields[0]!.type!) ? 1 : 0)];
  const text = templates.get(sym);
  if (text !== undefined) return new Template(b, sym, text, args.flat()).run();
  const kind = funcAddrs.get(sym);
  return kind === undefined ? null : [funcAddr(b, kind, args[0]!)];
}

/** Body for a function that is declared without one but may be used as a func value. */
export function intrinsicBody(u: UnitBuilder, sym: string, sig: Sig): void {
  const text = templates.get(sym);
  // FuncPCABI0 and its like exist at their calls only.
  if (text !== undefined) generate(u, sym, sig, (b, params) => b.ret(new Template(b, sym, text, params).run()));
}

/** f is [type word, closure object] of a function converted to any. */
function funcAddr(b: FuncBuilder, kind: FuncAddr, f: Value): ValueId {
  const obj = f[1]!;
  const name = b.f.op[obj] === Op.SymAddr ? b.u.syms.names[b.f.aux[obj]!]! : '';
  if (!name.endsWith('·f')) {
    if (kind === FuncAddr.FuncInfo) fail('internal/wasm.FuncInfo of a func value that is not a declared function');
    return b.emit(Op.Load64, VT.I64, obj);
  }
  const fn = name.slice(0, -2);
  if (kind === FuncAddr.TableIndex) return b.extendU(b.funcIndex(fn));
  return b.extendU(b.emit(Op.FuncInfo, VT.Ptr, 0, 0, 0, b.u.syms.id(fn)));
}

/** One template, parsed and emitted in one go. */
class Template {
  private readonly b: FuncBuilder;
  private readonly sym: string;
  private readonly tokens: string[];
  private at = 0;
  private readonly args: readonly ValueId[];
  private readonly names = new Map<string, ValueId>();

  constructor(b: FuncBuilder, sym: string, text: string, args: readonly ValueId[]) {
    this.b = b;
    this.sym = sym;
    this.tokens = text.match(/%\d+|-?\d+[il]?|\w+|[^\s]/g) ?? [];
    this.args = args;
  }

  run(): Value {
    for (;;) {
      if (this.tokens[this.at + 1] === '=') {
        const name = this.tokens[this.at]!;
        this.at += 2;
        this.names.set(name, this.expr());
        this.expect(';');
        continue;
      }
      if (this.tokens[this.at] !== 'return') { this.expr(); return []; }
      this.at++;
      const out: Value = [];
      while (this.at < this.tokens.length) {
        out.push(this.expr());
        if (this.tokens[this.at] === ',') this.at++;
      }
      return out;
    }
  }

  private expect(t: string): void { if (this.tokens[this.at++] !== t) fail(`template of ${this.sym}: expected ${t}`); }

  private list(): ValueId[] {
    const out: ValueId[] = [];
    if (this.tokens[this.at] !== '(') return out;
    this.at++;
    while (this.tokens[this.at] !== ')') {
      out.push(this.expr());
      if (this.tokens[this.at] === ',') this.at++;
    }
    this.at++;
    return out;
  }

  private expr(): ValueId {
    const t = this.tokens[this.at++]!;
    if (t.startsWith('%')) return this.args[Number(t.slice(1))] ?? fail(`template of ${this.sym}: no argument ${t}`);
    if (/^-?\d/.test(t)) {
      const n = parseInt(t, 10);
      return t.endsWith('l') ? this.b.i64(n) : this.b.i32(n);
    }
    const v = this.names.get(t);
    if (v !== undefined) return v;
    if (t === 'nn') {
      const p = this.list()[0]!;
      this.b.nilCheck(p);
      return p;
    }
    return this.operation(t);
  }

  private operation(name: string): ValueId {
    const op = opByName(name);
    let aux = 0;
    if (this.tokens[this.at] === '[') {
      aux = parseInt(this.tokens[this.at + 1]!, 10);
      this.at += 3;
    }
    const a = this.list();
    const row = opTable[op]!;
    const vt = row.result !== -1 ? row.result : name === 'GlobalGet' ? VT.I32 : (this.b.f.vt[a[1]!]! as VT);
    return this.b.emit(op as Op, vt, a[0] ?? 0, a[1] ?? 0, a[2] ?? 0, aux);
  }
}
