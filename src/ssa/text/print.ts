// Text form of SSA functions, for dumps and for tests of passes; parse.ts reads it back.
//
//   func "main.f" pl>i flags=3 pos=12 recover=b4
//     slot 16 8 01 "tmp"                      size align ptrmask name
//     inline -1 12 "main.g"                   parent pos callee
//   b0:
//     v1:p = Param [0] @12
//     v2:l = Call v1 v3 {"main.g" pl>l s2} @13 ~0
//     Store64 v1 v2 [8]
//     if v2 b1 b2 likely
//   b2: b0 b1                                  predecessors
//     v5:i = Phi v1 v2
//     ret v5
//
// A value is `vN:T = Op args aux @pos ~inline`; void values leave out the name. aux by the op table's kind: [int], [sym "name" +off],
// [64-bit as hi:lo hex], [f64], [slot+off], {call}, {alloc}.

import { BlockKind, Suspends, type AllocInfo, type CallInfo, type Func, type Sig, type SymTab, type ValueId } from '../func.ts';
import { opTable, VT } from '../op.table.ts';

export const vtLetters = '?ilfdp';

export function sigText(s: Sig): string {
  return `${s.params.map((v) => vtLetters[v]).join('')}>${s.results.map((v) => vtLetters[v]).join('')}`;
}

export function maskText(m: Uint8Array): string {
  return m.length === 0 ? '-' : Array.from(m, (b) => b.toString(16).padStart(2, '0')).join('');
}

const quote = (s: string): string => JSON.stringify(s);
const symText = (syms: SymTab, id: number): string => (id < 0 ? '-' : quote(syms.names[id] ?? `?${id}`));

function callText(c: CallInfo, syms: SymTab): string {
  const sus = c.suspends === Suspends.Never ? 's0' : c.suspends === Suspends.Panics ? 's1' : 's2';
  return `{${symText(syms, c.sym)} ${sigText(c.sig)} ${sus}${c.noreturn ? ' noreturn' : ''}${c.flags !== 0 ? ` f${c.flags}` : ''}}`;
}

function allocText(a: AllocInfo, syms: SymTab): string {
  return `{${symText(syms, a.typeSym)} ${a.size} ${a.align} ${maskText(a.ptrmask)} ${a.kind} ${quote(a.what)} @${a.pos}${a.mustHeap ? ' heap' : ''}}`;
}

function auxText(f: Func, v: ValueId, syms: SymTab): string {
  const aux = f.aux[v]!;
  const aux2 = f.aux2[v]!;
  switch (opTable[f.op[v]!]!.aux) {
    case 'int': case 'off': case 'kind': return aux2 !== 0 ? ` [${aux},${aux2}]` : ` [${aux}]`;
    case 'i64': return ` [${(aux2 >>> 0).toString(16)}:${(aux >>> 0).toString(16)}]`;
    case 'f64': return ` [${floatText(f.f64s[aux]!)}]`;
    case 'sym': return ` [${symText(syms, aux)}${aux2 !== 0 ? ` +${aux2}` : ''}]`;
    case 'slot': return ` [s${aux}${aux2 !== 0 ? ` +${aux2}` : ''}]`;
    case 'call': return ` ${callText(f.calls[aux]!, syms)}`;
    case 'alloc': return ` ${allocText(f.allocs[aux]!, syms)}`;
    default: return '';
  }
}

function floatText(x: number): string {
  if (Object.is(x, -0)) return '-0';
  return String(x);
}

export function valueText(f: Func, v: ValueId, syms: SymTab): string {
  const op = opTable[f.op[v]!]!;
  const vt = f.vt[v]! as VT;
  let s = vt === VT.Void && op.aux !== 'call' ? '' : `v${v}:${vtLetters[vt]} = `;
  s += op.name;
  const n = f.numArgs(v);
  for (let i = 0; i < n; i++) s += ` v${f.arg(v, i)}`;
  s += auxText(f, v, syms);
  if (f.vpos[v] !== 0) s += ` @${f.vpos[v]}`;
  if (f.inl[v] !== -1) s += ` ~${f.inl[v]}`;
  return s;
}

function endText(f: Func, b: number): string {
  const s = f.succs[b]!.map((x) => `b${x}`).join(' ');
  const likely = f.likely[b] === 1 ? ' likely' : f.likely[b] === -1 ? ' unlikely' : '';
  switch (f.bkind[b]!) {
    case BlockKind.None: return 'open';
    case BlockKind.Jump: return `jump ${s}`;
    case BlockKind.If: return `if v${f.control[b]} ${s}${likely}`;
    case BlockKind.Switch: return `switch v${f.control[b]} ${s}`;
    case BlockKind.Return: return `ret${f.rets[b]!.map((v) => ` v${v}`).join('')}`;
    case BlockKind.Unreachable: return 'unreachable';
  }
}

/** Text of a whole function, ending in a newline. */
export function printFunc(f: Func, syms: SymTab): string {
  const out: string[] = [];
  out.push(`func ${quote(f.name)} ${sigText(f.sig)} flags=${f.flags} pos=${f.pos}${f.recoverBlock >= 0 ? ` recover=b${f.recoverBlock}` : ''}`);
  for (const s of f.slots) out.push(`  slot ${s.size} ${s.align} ${maskText(s.ptrmask)} ${quote(s.name)}`);
  for (const i of f.inlineTree) out.push(`  inline ${i.parent} ${i.pos} ${symText(syms, i.sym)}`);
  for (let b = 0; b < f.numBlocks; b++) {
    out.push(`b${b}:${f.preds[b]!.map((p) => ` b${p}`).join('')}${f.bpos[b] !== 0 ? ` @${f.bpos[b]}` : ''}`);
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) out.push(`  ${valueText(f, v, syms)}`);
    out.push(`  ${endText(f, b)}`);
  }
  return `${out.join('\n')}\n`;
}
