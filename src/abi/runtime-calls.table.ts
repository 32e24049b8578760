// Runtime functions that compiled code calls, by name: the contract between ssa/build and goroot/src/runtime. Signatures use gc's
// Go declarations flattened by abi.md. `suspends`: 'never' | 'panics' | 'may'. Packages compiled before runtime rely on these.

export interface RuntimeCall {
  /** Full symbol name. */
  name: string;
  /** params>results, letters i l f d p. */
  sig: string;
  suspends: 'never' | 'panics' | 'may';
  /** never returns */
  noreturn?: boolean;
  /** Does not write memory that Go code can see, and its result depends on memory only. */
  readonly?: boolean;
  /** Bit k: the Ptr in parameter word k does not escape. */
  noescape?: number;
}

export const runtimeCalls: RuntimeCall[] = [
  // Panics.
  { name: 'runtime.panicmem', sig: '>', suspends: 'panics', noreturn: true },
  { name: 'runtime.panicdivide', sig: '>', suspends: 'panics', noreturn: true },
  { name: 'runtime.panicshift', sig: '>', suspends: 'panics', noreturn: true },
  { name: 'runtime.goPanicIndex', sig: 'll>', suspends: 'panics', noreturn: true },
  { name: 'runtime.gopanic', sig: 'pp>', suspends: 'panics', noreturn: true },
  // Frames, polls (called by lowered code).
  { name: 'runtime.frameNew', sig: 'p>p', suspends: 'never' },
  { name: 'runtime.pollSlow', sig: '>i', suspends: 'never' },
  { name: 'runtime.entryPoll', sig: 'i>i', suspends: 'never' },
  { name: 'runtime.stackGrow', sig: 'i>p', suspends: 'never' },
  { name: 'runtime.stackShrink', sig: '>', suspends: 'never' },
  // Allocation.
  { name: 'runtime.newobject', sig: 'p>p', suspends: 'never' },
];
