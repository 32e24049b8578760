// Known bugs for the compiler, one in each of its passes: a text of the source and what stands there with the bug. `modes` are those that
// may show it. The texts must occur exactly once, so that a change of the source that makes an entry stale reports itself.

export const bugs = [
  { name: 'builder: nested literal taken as cleared', file: 'src/ssa/build/composite.ts', find: 'storeElems(b, u, elems, addr, zeroed || zero);', put: 'storeElems(b, u, elems, addr, true);', modes: 'opt' },
  { name: 'simplify: strength reduction by one shift too many', file: 'src/ssa/passes/simplify.ts', find: 'if (k > 0) { f.op[v] = Op.I64Shl; f.setArg(v, 1, const64(f, v, k, 0)); }', put: 'if (k > 0) { f.op[v] = Op.I64Shl; f.setArg(v, 1, const64(f, v, k > 4 ? k + 1 : k, 0)); }', modes: 'opt' },
  { name: 'simplify: sums of constants taken for differences', file: 'src/ssa/passes/simplify.ts', find: "binary64(op === Op.I64Add ? 'Add' : 'Sub', f.aux", put: "binary64('Add', f.aux", modes: 'opt' },
  { name: 'cfg: empty block skipped where a phi tells its edges apart', file: 'src/ssa/passes/cfg.ts', find: 'for (const p of f.preds[b]!) if (f.preds[s]!.includes(p)) return false;', put: '', modes: 'opt' },
  { name: 'dce: checks are dead if nothing uses them', file: 'src/ssa/passes/dce.ts', find: '(Effect.Write | Effect.Call | Effect.Check)', put: '(Effect.Write | Effect.Call)', modes: 'opt' },
  { name: 'gvn: upper words of constants not compared', file: 'src/ssa/passes/gvn.ts', find: 'f.aux[v] === f.aux[w] && f.aux2[v] === f.aux2[w]', put: 'f.aux[v] === f.aux[w]', also: { find: 'h = Math.imul(h ^ f.aux2[v]!, 0x165667b1);', put: '' }, modes: 'opt' },
  { name: 'gvn: table not cut back on leaving a block', file: 'src/ssa/passes/gvn.ts', find: 'table[e.bucket] = chain[e.v]!;', put: '', modes: 'opt' },
  { name: 'scalar replacement: clearing is forgotten', file: 'src/ssa/passes/sroa.ts', find: '(k, x) => { this.defs[b]![k] = this.zero(v, x.vt); }', put: '() => {}', modes: 'opt' },
  { name: 'load forwarding: copies do not overwrite', file: 'src/ssa/passes/memory.ts', find: 'if (op === Op.Zero || op === Op.Move) return known.filter(', put: 'if (op === Op.Zero || op === Op.Move) return known; if (op === Op.Zero) return known.filter(', modes: 'opt' },
  { name: 'load forwarding: calls do not write', file: 'src/ssa/passes/memory.ts', find: 'return (opTable[op]!.effect & (Effect.Write | Effect.Call)) !== 0 ? [] : known;', put: 'return known;', modes: 'opt' },
  { name: 'bounds checks: index may equal length', file: 'src/ssa/passes/checks.ts', find: '=== BoundsKind.Index ? -1 : 0;', put: '=== BoundsKind.Index ? 0 : 0;', modes: 'opt' },
  { name: 'bounds checks: a test holds on both branches', file: 'src/ssa/passes/checks.ts', find: 'this.condition(f.control[p]!, f.succs[p]![0] === b);', put: 'this.condition(f.control[p]!, true);', modes: 'opt' },
  { name: 'nil checks: loaded pointers are not nil', file: 'src/ssa/passes/checks.ts', find: 'if (op === Op.NewObject || op === Op.SymAddr ||', put: 'if (op === Op.LoadPtr || op === Op.NewObject || op === Op.SymAddr ||', modes: 'opt' },
  { name: 'licm: calls do not write', file: 'src/ssa/passes/licm.ts', find: 'return Writes.All;', put: 'continue;', modes: 'opt' },
  { name: 'licm: integer stores do not write integers', file: 'src/ssa/passes/licm.ts', find: 'w |= Writes.Ints | Writes.Floats;', put: 'w |= Writes.Floats;', modes: 'opt' },
  { name: 'inline: results of several returns exchanged', file: 'src/ssa/program/inline.ts', find: 'returns.map((r) => r.values[k]!)', put: 'returns.map((_, i) => returns[returns.length - 1 - i]!.values[k]!)', modes: 'opt' },
  { name: 'escape: phis pass nothing on', file: 'src/ssa/program/escape.ts', find: 'case Op.Phi: if (f.vt[v] === VT.Ptr) for (let i = 0, n = f.numArgs(v); i < n; i++) this.flow(f.arg(v, i), v); return;', put: 'case Op.Phi: return;', modes: 'opt,gc' },
  { name: 'escape: package variables keep nothing', file: 'src/ssa/program/escape.ts', find: 'case Op.SymAddr: this.mark(this.contentOf(v), Prop.Heap | Prop.Outside); return;', put: 'case Op.SymAddr: return;', modes: 'opt,gc' },
  { name: 'trees: loads pass writes', file: 'src/wasm/lower/trees.ts', find: 'if ((e & ~Effect.Read) === 0) return writes[pos]! - writes[i + 1]! === 0;', put: 'if ((e & ~Effect.Read) === 0) return true;', modes: 'opt' },
  { name: 'locals: freed while alive in another block', file: 'src/wasm/lower/colour.ts', find: 'if (lastUse[a] === pos && outMark[a] !== b) C.free(a);', put: 'if (lastUse[a] === pos) C.free(a);', modes: 'opt' },
  { name: 'suspend: one local is not saved', file: 'src/wasm/lower/colour.ts', find: 'if (savedSet[c] === 1) L.saved.push(c);', put: 'if (savedSet[c] === 1 && (c < 6 || c % 5 !== 0)) L.saved.push(c);', modes: 'opt,suspend' },
  { name: 'suspend: floats restored as integers', file: 'src/wasm/frames/resume.ts', find: 'case WT.F32: a.mem(W.F32Load, 2, at); break;\n      case WT.F64: a.mem(W.F64Load, 3, at); break;\n      default: a.mem(W.I32Load, 2, at);\n    }\n    a.set(e.local[c]!);', put: 'case WT.F32: a.mem(W.F32Load, 2, at + 4); break;\n      case WT.F64: a.mem(W.F64Load, 3, at); break;\n      default: a.mem(W.I32Load, 2, at);\n    }\n    a.set(e.local[c]!);', modes: 'opt,suspend' },
  { name: 'pointer maps: some words missing', file: 'src/wasm/lower/colour.ts', find: 'if (L.f.vt[o] === VT.Ptr) site.ptrColours.push(c);', put: 'if (L.f.vt[o] === VT.Ptr && c % 3 !== 0) site.ptrColours.push(c);', modes: 'opt,gc' },
];
