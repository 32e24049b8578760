// Runtime functions that compiled code calls, by name: the contract between ssa/build and goroot/src/runtime. Signatures use gc's
// Go declarations (cmd/compile/internal/typecheck/_builtin/runtime.go) flattened by docs/design/abi.md: int, uintptr, int64 are l, bool and
// small integers i. Packages compiled before runtime rely on these.
//
// `suspends` is what a static analysis of the runtime's code may find at worst: the direct ABI of a function listed here follows from this
// table (Flag iff not 'never'; never Ctx, never Depth), and the compiler reports an error if runtime code turns out to do more.

export interface RuntimeCall {
  /** Full symbol name. */
  name: string;
  /** params>results, letters i l f d p. */
  sig: string;
  suspends: 'never' | 'panics' | 'may';
  /** never returns */
  noreturn?: boolean;
  /** Does not write memory that Go code can see, and its result depends on memory and arguments only. */
  readonly?: boolean;
  /** Bit k: the Ptr in parameter word k does not escape, nor does anything reached through it. */
  noescape?: number;
  /** Bit k: the Ptr in parameter word k does not escape, but what is stored in the object it points at does (it is copied to the heap). */
  content?: number;
  /** Bit k: the Ptr in parameter word k may be returned as result word 0, and does not escape otherwise. */
  toResult?: number;
  /** Result word 0 is new memory, or what toResult says. */
  fresh?: boolean;
  /** Parameter word 0 is nil or this many bytes of the caller's, which the result may then lie in. */
  buffer?: number;
}

export const runtimeCalls: RuntimeCall[] = [
  // Calls of the host: an argument block of n words; the call of a function by the scheduler (fn closure, its thunk, block).
  { name: 'runtime.wasmExportArgs', sig: 'i>p', suspends: 'panics' },
  { name: 'runtime.wasmCall', sig: 'pip>', suspends: 'may' },
  // Panics.
  { name: 'runtime.panicmem', sig: '>', suspends: 'panics', noreturn: true },
  { name: 'runtime.panicdivide', sig: '>', suspends: 'panics', noreturn: true },
  { name: 'runtime.panicshift', sig: '>', suspends: 'panics', noreturn: true },
  { name: 'runtime.panicoverflow', sig: '>', suspends: 'panics', noreturn: true },
  { name: 'runtime.panicmakeslicelen', sig: '>', suspends: 'panics', noreturn: true },
  { name: 'runtime.panicmakeslicecap', sig: '>', suspends: 'panics', noreturn: true },
  { name: 'runtime.panicwrap', sig: '>', suspends: 'panics', noreturn: true },
  { name: 'runtime.panicunsafeslicelen', sig: '>', suspends: 'panics', noreturn: true },
  { name: 'runtime.panicunsafeslicenilptr', sig: '>', suspends: 'panics', noreturn: true },
  { name: 'runtime.panicunsafestringlen', sig: '>', suspends: 'panics', noreturn: true },
  { name: 'runtime.panicunsafestringnilptr', sig: '>', suspends: 'panics', noreturn: true },
  { name: 'runtime.goPanicIndex', sig: 'll>', suspends: 'panics', noreturn: true },
  { name: 'runtime.goPanicIndexU', sig: 'll>', suspends: 'panics', noreturn: true },
  { name: 'runtime.goPanicSliceAlen', sig: 'll>', suspends: 'panics', noreturn: true },
  { name: 'runtime.goPanicSliceAlenU', sig: 'll>', suspends: 'panics', noreturn: true },
  { name: 'runtime.goPanicSliceAcap', sig: 'll>', suspends: 'panics', noreturn: true },
  { name: 'runtime.goPanicSliceAcapU', sig: 'll>', suspends: 'panics', noreturn: true },
  { name: 'runtime.goPanicSliceB', sig: 'll>', suspends: 'panics', noreturn: true },
  { name: 'runtime.goPanicSliceBU', sig: 'll>', suspends: 'panics', noreturn: true },
  { name: 'runtime.goPanicSlice3Alen', sig: 'll>', suspends: 'panics', noreturn: true },
  { name: 'runtime.goPanicSlice3AlenU', sig: 'll>', suspends: 'panics', noreturn: true },
  { name: 'runtime.goPanicSlice3Acap', sig: 'll>', suspends: 'panics', noreturn: true },
  { name: 'runtime.goPanicSlice3AcapU', sig: 'll>', suspends: 'panics', noreturn: true },
  { name: 'runtime.goPanicSlice3B', sig: 'll>', suspends: 'panics', noreturn: true },
  { name: 'runtime.goPanicSlice3BU', sig: 'll>', suspends: 'panics', noreturn: true },
  { name: 'runtime.goPanicSlice3C', sig: 'll>', suspends: 'panics', noreturn: true },
  { name: 'runtime.goPanicSlice3CU', sig: 'll>', suspends: 'panics', noreturn: true },
  { name: 'runtime.goPanicSliceConvert', sig: 'll>', suspends: 'panics', noreturn: true },
  { name: 'runtime.gopanic', sig: 'pp>', suspends: 'panics', noreturn: true },
  { name: 'runtime.panicrangestate', sig: 'l>', suspends: 'panics', noreturn: true },
  { name: 'runtime.panicdottypeE', sig: 'ppp>', suspends: 'panics', noreturn: true, noescape: 7 },
  { name: 'runtime.panicdottypeI', sig: 'ppp>', suspends: 'panics', noreturn: true, noescape: 7 },
  { name: 'runtime.panicnildottype', sig: 'p>', suspends: 'panics', noreturn: true, noescape: 1 },
  // Frames, polls, the memory stack (called by lowered code).
  { name: 'runtime.frameNew', sig: 'p>p', suspends: 'never' },
  { name: 'runtime.pollSlow', sig: '>i', suspends: 'never' },
  { name: 'runtime.entryPoll', sig: 'i>i', suspends: 'never' },
  { name: 'runtime.stackGrow', sig: 'i>p', suspends: 'never' },
  { name: 'runtime.stackShrink', sig: '>', suspends: 'never' },
  // Goroutines, defer, recover (docs/design/abi.md).
  { name: 'runtime.newproc', sig: 'ppl>', suspends: 'never', noescape: 2 },
  { name: 'runtime.deferreturn', sig: 'p>', suspends: 'may', noescape: 1 },
  { name: 'runtime.gorecover', sig: 'p>pp', suspends: 'never' },
  { name: 'runtime.recoverPass', sig: 'l>', suspends: 'never' },
  // Entries from the host.
  { name: 'runtime.hostRun', sig: '>d', suspends: 'never' },
  { name: 'runtime.hostResume', sig: '>d', suspends: 'never' },
  { name: 'runtime.hostResumeEvent', sig: '>d', suspends: 'never' },
  { name: 'runtime.hostDeadlock', sig: '>', suspends: 'never' },
  // Allocation.
  { name: 'runtime.newobject', sig: 'p>p', suspends: 'never' },
  { name: 'runtime.convT16', sig: 'i>p', suspends: 'never' },
  { name: 'runtime.convT32', sig: 'i>p', suspends: 'never' },
  { name: 'runtime.convT64', sig: 'l>p', suspends: 'never' },
  { name: 'runtime.convTstring', sig: 'pl>p', suspends: 'never' },
  { name: 'runtime.convTslice', sig: 'pll>p', suspends: 'never' },
  { name: 'runtime.mallocgc', sig: 'lpi>p', suspends: 'never' },
  { name: 'runtime.makeslice', sig: 'pll>p', suspends: 'panics', noescape: 1, fresh: true },
  { name: 'runtime.makeslicecopy', sig: 'pllp>p', suspends: 'panics', noescape: 1, toResult: 8, fresh: true },
  { name: 'runtime.growslice', sig: 'plllp>pll', suspends: 'panics', noescape: 16, toResult: 1, fresh: true },
  { name: 'runtime.slicecopy', sig: 'plpll>l', suspends: 'never', noescape: 1, content: 4 },
  // Strings.
  { name: 'runtime.concatstring2', sig: 'pplpl>pl', suspends: 'never', noescape: 0b1010, fresh: true, buffer: 32 },
  { name: 'runtime.concatstring3', sig: 'pplplpl>pl', suspends: 'never', noescape: 0b101010, fresh: true, buffer: 32 },
  { name: 'runtime.concatstring4', sig: 'pplplplpl>pl', suspends: 'never', noescape: 0b10101010, fresh: true, buffer: 32 },
  { name: 'runtime.concatstring5', sig: 'pplplplplpl>pl', suspends: 'never', noescape: 0b1010101010, fresh: true, buffer: 32 },
  { name: 'runtime.concatstrings', sig: 'ppll>pl', suspends: 'never', noescape: 2, fresh: true, buffer: 32 },
  { name: 'runtime.concatbyte2', sig: 'pplpl>pll', suspends: 'never', noescape: 0b1010, fresh: true, buffer: 32 },
  { name: 'runtime.concatbyte3', sig: 'pplplpl>pll', suspends: 'never', noescape: 0b101010, fresh: true, buffer: 32 },
  { name: 'runtime.concatbyte4', sig: 'pplplplpl>pll', suspends: 'never', noescape: 0b10101010, fresh: true, buffer: 32 },
  { name: 'runtime.concatbyte5', sig: 'pplplplplpl>pll', suspends: 'never', noescape: 0b1010101010, fresh: true, buffer: 32 },
  { name: 'runtime.concatbytes', sig: 'ppll>pll', suspends: 'never', noescape: 2, fresh: true, buffer: 32 },
  { name: 'runtime.cmpstring', sig: 'plpl>l', suspends: 'never', readonly: true, noescape: 5 },
  { name: 'runtime.intstring', sig: 'pl>pl', suspends: 'never', fresh: true, buffer: 4 },
  { name: 'runtime.slicebytetostring', sig: 'ppl>pl', suspends: 'never', noescape: 2, fresh: true, buffer: 32 },
  { name: 'runtime.slicerunetostring', sig: 'ppll>pl', suspends: 'never', noescape: 2, fresh: true, buffer: 32 },
  { name: 'runtime.stringtoslicebyte', sig: 'ppl>pll', suspends: 'never', noescape: 2, fresh: true, buffer: 32 },
  { name: 'runtime.stringtoslicerune', sig: 'ppl>pll', suspends: 'never', noescape: 2, fresh: true, buffer: 128 },
  { name: 'runtime.decoderune', sig: 'pll>il', suspends: 'never', readonly: true, noescape: 1 },
  { name: 'runtime.countrunes', sig: 'pl>l', suspends: 'never', readonly: true, noescape: 1 },
  // Interfaces.
  { name: 'runtime.assertE2I', sig: 'pp>p', suspends: 'panics', noescape: 3, fresh: true },
  { name: 'runtime.assertE2I2', sig: 'pp>p', suspends: 'panics', noescape: 3, fresh: true },
  { name: 'runtime.ifaceeq', sig: 'ppp>i', suspends: 'panics', noescape: 6 },
  { name: 'runtime.efaceeq', sig: 'ppp>i', suspends: 'panics', noescape: 6 },
  // Maps.
  { name: 'runtime.makemap', sig: 'plp>p', suspends: 'panics', noescape: 1, toResult: 4, fresh: true },
  { name: 'runtime.makemap64', sig: 'plp>p', suspends: 'panics' },
  { name: 'runtime.makemap_small', sig: '>p', suspends: 'never' },
  { name: 'runtime.makemapGroup', sig: 'plp>p', suspends: 'panics', noescape: 1, toResult: 4, fresh: true },
  { name: 'runtime.makemapSmall', sig: 'p>p', suspends: 'never', toResult: 1, fresh: true },
  { name: 'runtime.mapaccess1', sig: 'ppp>p', suspends: 'panics', noescape: 6 },
  { name: 'runtime.mapaccess1_fast32', sig: 'ppi>p', suspends: 'panics', noescape: 2 },
  { name: 'runtime.mapaccess1_fast64', sig: 'ppl>p', suspends: 'panics', noescape: 2 },
  { name: 'runtime.mapaccess1_faststr', sig: 'pppl>p', suspends: 'panics', noescape: 6 },
  { name: 'runtime.mapaccess1_fat', sig: 'pppp>p', suspends: 'panics', noescape: 6 },
  { name: 'runtime.mapaccess2', sig: 'ppp>pi', suspends: 'panics', noescape: 6 },
  { name: 'runtime.mapaccess2_fast32', sig: 'ppi>pi', suspends: 'panics', noescape: 2 },
  { name: 'runtime.mapaccess2_fast64', sig: 'ppl>pi', suspends: 'panics', noescape: 2 },
  { name: 'runtime.mapaccess2_faststr', sig: 'pppl>pi', suspends: 'panics', noescape: 6 },
  { name: 'runtime.mapaccess2_fat', sig: 'pppp>pi', suspends: 'panics', noescape: 6 },
  { name: 'runtime.mapassign', sig: 'ppp>p', suspends: 'panics', noescape: 2, content: 4 },
  { name: 'runtime.mapassign_fast32', sig: 'ppi>p', suspends: 'panics', noescape: 2 },
  { name: 'runtime.mapassign_fast32ptr', sig: 'ppp>p', suspends: 'panics', noescape: 2 },
  { name: 'runtime.mapassign_fast64', sig: 'ppl>p', suspends: 'panics', noescape: 2 },
  { name: 'runtime.mapassign_fast64ptr', sig: 'ppp>p', suspends: 'panics', noescape: 2 },
  { name: 'runtime.mapassign_faststr', sig: 'pppl>p', suspends: 'panics', noescape: 2 },
  { name: 'runtime.mapdelete', sig: 'ppp>', suspends: 'panics', noescape: 6 },
  { name: 'runtime.mapdelete_fast32', sig: 'ppi>', suspends: 'panics', noescape: 2 },
  { name: 'runtime.mapdelete_fast64', sig: 'ppl>', suspends: 'panics', noescape: 2 },
  { name: 'runtime.mapdelete_faststr', sig: 'pppl>', suspends: 'panics', noescape: 6 },
  { name: 'runtime.mapclear', sig: 'pp>', suspends: 'panics', noescape: 2 },
  { name: 'runtime.mapIterStart', sig: 'ppp>', suspends: 'panics', noescape: 6 },
  { name: 'runtime.mapIterNext', sig: 'p>', suspends: 'panics', noescape: 1 },
  // Channels.
  { name: 'runtime.makechan', sig: 'pl>p', suspends: 'panics' },
  { name: 'runtime.chanrecv1', sig: 'pp>', suspends: 'may', noescape: 3 },
  { name: 'runtime.chanrecv2', sig: 'pp>i', suspends: 'may', noescape: 3 },
  { name: 'runtime.chansend1', sig: 'pp>', suspends: 'may', noescape: 1, content: 2 },
  { name: 'runtime.closechan', sig: 'p>', suspends: 'panics', noescape: 1 },
  { name: 'runtime.chanlen', sig: 'p>l', suspends: 'never', noescape: 1 },
  { name: 'runtime.chancap', sig: 'p>l', suspends: 'never', noescape: 1 },
  { name: 'runtime.selectnbsend', sig: 'pp>i', suspends: 'may', noescape: 1, content: 2 },
  { name: 'runtime.selectnbrecv', sig: 'pp>ii', suspends: 'may', noescape: 3 },
  { name: 'runtime.selectgo', sig: 'ppplli>li', suspends: 'may', noescape: 6, content: 1 },
  { name: 'runtime.block', sig: '>', suspends: 'may', noreturn: true },
  // Memory.
  { name: 'runtime.memequal', sig: 'ppl>i', suspends: 'never', readonly: true, noescape: 3 },
  { name: 'runtime.memequal0', sig: 'pp>i', suspends: 'never', readonly: true, noescape: 3 },
  { name: 'runtime.memequal8', sig: 'pp>i', suspends: 'never', readonly: true, noescape: 3 },
  { name: 'runtime.memequal16', sig: 'pp>i', suspends: 'never', readonly: true, noescape: 3 },
  { name: 'runtime.memequal32', sig: 'pp>i', suspends: 'never', readonly: true, noescape: 3 },
  { name: 'runtime.memequal64', sig: 'pp>i', suspends: 'never', readonly: true, noescape: 3 },
  { name: 'runtime.memequal128', sig: 'pp>i', suspends: 'never', readonly: true, noescape: 3 },
  { name: 'runtime.f32equal', sig: 'pp>i', suspends: 'never', readonly: true, noescape: 3 },
  { name: 'runtime.f64equal', sig: 'pp>i', suspends: 'never', readonly: true, noescape: 3 },
  { name: 'runtime.c64equal', sig: 'pp>i', suspends: 'never', readonly: true, noescape: 3 },
  { name: 'runtime.c128equal', sig: 'pp>i', suspends: 'never', readonly: true, noescape: 3 },
  { name: 'runtime.strequal', sig: 'pp>i', suspends: 'never', readonly: true, noescape: 3 },
  { name: 'runtime.interequal', sig: 'pp>i', suspends: 'panics', noescape: 3 },
  { name: 'runtime.nilinterequal', sig: 'pp>i', suspends: 'panics', noescape: 3 },
  { name: 'runtime.memhash', sig: 'pll>l', suspends: 'never', readonly: true, noescape: 1 },
  { name: 'runtime.memhash0', sig: 'pl>l', suspends: 'never', readonly: true, noescape: 1 },
  { name: 'runtime.memhash8', sig: 'pl>l', suspends: 'never', readonly: true, noescape: 1 },
  { name: 'runtime.memhash16', sig: 'pl>l', suspends: 'never', readonly: true, noescape: 1 },
  { name: 'runtime.memhash32', sig: 'pl>l', suspends: 'never', readonly: true, noescape: 1 },
  { name: 'runtime.memhash64', sig: 'pl>l', suspends: 'never', readonly: true, noescape: 1 },
  { name: 'runtime.memhash128', sig: 'pl>l', suspends: 'never', readonly: true, noescape: 1 },
  { name: 'runtime.f32hash', sig: 'pl>l', suspends: 'never', noescape: 1 },
  { name: 'runtime.f64hash', sig: 'pl>l', suspends: 'never', noescape: 1 },
  { name: 'runtime.c64hash', sig: 'pl>l', suspends: 'never', noescape: 1 },
  { name: 'runtime.c128hash', sig: 'pl>l', suspends: 'never', noescape: 1 },
  { name: 'runtime.strhash', sig: 'pl>l', suspends: 'never', readonly: true, noescape: 1 },
  { name: 'runtime.interhash', sig: 'pl>l', suspends: 'panics', noescape: 1 },
  { name: 'runtime.nilinterhash', sig: 'pl>l', suspends: 'panics', noescape: 1 },
  // Arithmetic.
  { name: 'runtime.complex128div', sig: 'dddd>dd', suspends: 'never', readonly: true },
  // print.
  { name: 'runtime.printbool', sig: 'i>', suspends: 'never' },
  { name: 'runtime.printfloat64', sig: 'd>', suspends: 'never' },
  { name: 'runtime.printfloat32', sig: 'f>', suspends: 'never' },
  { name: 'runtime.printint', sig: 'l>', suspends: 'never' },
  { name: 'runtime.printhex', sig: 'l>', suspends: 'never' },
  { name: 'runtime.printuint', sig: 'l>', suspends: 'never' },
  { name: 'runtime.printuintptr', sig: 'l>', suspends: 'never' },
  { name: 'runtime.printcomplex128', sig: 'dd>', suspends: 'never' },
  { name: 'runtime.printcomplex64', sig: 'ff>', suspends: 'never' },
  { name: 'runtime.printstring', sig: 'pl>', suspends: 'never', noescape: 1 },
  { name: 'runtime.printquoted', sig: 'pl>', suspends: 'never', noescape: 1 },
  { name: 'runtime.printpointer', sig: 'p>', suspends: 'never', noescape: 1 },
  { name: 'runtime.printeface', sig: 'pp>', suspends: 'never', noescape: 3 },
  { name: 'runtime.printiface', sig: 'pp>', suspends: 'never', noescape: 3 },
  { name: 'runtime.printslice', sig: 'pll>', suspends: 'never', noescape: 1 },
  { name: 'runtime.printnl', sig: '>', suspends: 'never' },
  { name: 'runtime.printsp', sig: '>', suspends: 'never' },
  { name: 'runtime.printlock', sig: '>', suspends: 'never' },
  { name: 'runtime.printunlock', sig: '>', suspends: 'never' },
];

const byName = new Map(runtimeCalls.map((r) => [r.name, r]));

/** The row of `name`, or null if it is not a runtime call. */
export function findRuntimeCall(name: string): RuntimeCall | null {
  return byName.get(name) ?? null;
}

/** The row of `name`; throws if there is none. */
export function runtimeCall(name: string): RuntimeCall {
  const r = byName.get(name);
  if (r === undefined) throw new Error(`no runtime call ${name}`);
  return r;
}
