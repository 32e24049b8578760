// Disassembles a function body for debugging (--dump=wasm:pkg.Func): one instruction per line, indented by blocks, with the names of
// relocated operands.

import { ByteReader } from '../../base/bytes.ts';
import type { Reloc } from '../../abi/symbol.ts';
import { W, WM, WS } from '../opcode.table.ts';
import { opcodeNames } from '../opcode.table.ts';
import type { CodeBody, FuncCode } from '../code.ts';

const typeNames: Record<number, string> = { 0x7f: 'i32', 0x7e: 'i64', 0x7d: 'f32', 0x7c: 'f64', 0x7b: 'v128' };
const names: string[] = [];
for (const [first, list] of opcodeNames) list.split(' ').forEach((n, i) => { names[first + i] = n; });

const miscNames = ['i32.trunc_sat_f32_s', 'i32.trunc_sat_f32_u', 'i32.trunc_sat_f64_s', 'i32.trunc_sat_f64_u', 'i64.trunc_sat_f32_s', 'i64.trunc_sat_f32_u',
  'i64.trunc_sat_f64_s', 'i64.trunc_sat_f64_u', 'memory.init', 'data.drop', 'memory.copy', 'memory.fill'];

export function dumpFunc(f: FuncCode): string {
  let s = `func ${f.name} ${f.sig} abi=${f.abi} suspends=${f.suspends} checked=${f.checked} cost=${f.cost} bytes=${f.code.length}`;
  if (f.info !== null) s += ` frame=${f.info.frameSize}`;
  s += `\n${dumpBody(f)}`;
  if (f.resume !== null) s += `resume bytes=${f.resume.code.length}\n${dumpBody(f.resume)}`;
  return s;
}

export function dumpBody(body: CodeBody): string {
  return new Dumper(body).run();
}

class Dumper {
  private readonly r: ByteReader;
  private readonly relocs: Reloc[];
  private next = 0;
  constructor(body: CodeBody) {
    this.r = new ByteReader(body.code);
    this.relocs = body.relocs.filter((x) => x.offset > 0);
  }

  run(): string {
    const r = this.r;
    const out: string[] = [];
    let locals = '  locals';
    for (let n = r.uleb(); n > 0; n--) { const k = r.uleb(); locals += ` ${k}×${typeNames[r.u8()]}`; }
    out.push(locals);
    let depth = 1;
    while (!r.done) {
      const at = r.pos;
      const op = r.u8();
      const text = this.instruction(op);
      if (op === W.End || op === W.Else) depth--;
      out.push(`${String(at).padStart(5)}${'  '.repeat(Math.max(depth, 0) + 1)}${text}`);
      if (op === W.Block || op === W.Loop || op === W.If || op === W.Else) depth++;
    }
    return `${out.join('\n')}\n`;
  }

  /** An index operand, or the name of what the linker puts there. */
  private operand(signed: boolean): string {
    const x = this.relocs[this.next];
    if (x !== undefined && x.offset === this.r.pos) {
      this.next++;
      this.r.u8();
      return x.addend !== 0 ? `${x.name}+${x.addend}` : x.name;
    }
    return String(signed ? this.r.sleb() : this.r.uleb());
  }

  private memarg(): string {
    const align = this.r.uleb();
    const offset = this.operand(false);
    return `${offset !== '0' ? ` offset=${offset}` : ''} align=${1 << align}`;
  }

  private instruction(op: number): string {
    const r = this.r;
    const name = names[op] ?? `op_${op.toString(16)}`;
    if (op >= W.I32Load && op <= W.I64Store32) return name + this.memarg();
    switch (op) {
      case W.Block: case W.Loop: case W.If: { const t = r.u8(); return t === 0x40 ? name : `${name} ${typeNames[t]}`; }
      case W.Br: case W.BrIf: case W.LocalGet: case W.LocalSet: case W.LocalTee: case W.GlobalGet: case W.GlobalSet: case W.MemorySize: case W.MemoryGrow:
        return `${name} ${r.uleb()}`;
      case W.Call: return `call ${this.operand(false)}`;
      case W.CallIndirect: { const t = this.operand(false); r.uleb(); return `call_indirect ${t}`; }
      case W.BrTable: { const t: number[] = []; for (let n = r.uleb() + 1; n > 0; n--) t.push(r.uleb()); return `br_table ${t.join(' ')}`; }
      case W.I32Const: return `i32.const ${this.operand(true)}`;
      case W.I64Const: { const { lo, hi } = r.sleb64(); return `i64.const ${(BigInt(hi) << 32n) | BigInt(lo >>> 0)}`; }
      case W.F32Const: return `f32.const ${r.f32()}`;
      case W.F64Const: return `f64.const ${r.f64()}`;
      case W.PrefixMisc: {
        const sub = r.uleb();
        if (sub === WM.MemoryCopy) r.u16();
        else if (sub === WM.MemoryFill) r.u8();
        return miscNames[sub] ?? `misc ${sub}`;
      }
      case W.PrefixSimd: {
        const sub = r.uleb();
        if (sub <= 11) return `v128.${sub === WS.V128Store ? 'store' : 'load'}${this.memarg()}`;
        if (sub === WS.V128Const) { r.take(16); return 'v128.const'; }
        if (sub >= 21 && sub <= 34) return `simd ${sub} lane=${r.u8()}`;
        return `simd ${sub}`;
      }
      case W.PrefixAtomic: { const sub = r.uleb(); return `atomic 0x${sub.toString(16)}${this.memarg()}`; }
      default: return name;
    }
  }
}
