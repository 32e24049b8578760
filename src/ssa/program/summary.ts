// What callers know of a function without seeing its body: exported with the object (escape part; control part: suspend.ts).

/** What happens to the pointer in a parameter word (or in the closure context). */
export interface ParamLeak {
  /** The pointer itself may be stored in memory that outlives the call, or passed on to unknown code. */
  heap: boolean;
  /** Pointers loaded through it may. */
  contentHeap: boolean;
  /** Bit k: it may be (part of) result word k; the same for pointers loaded through it. */
  results: number;
  contentResults: number;
}

export const NO_LEAK: ParamLeak = { heap: false, contentHeap: false, results: 0, contentResults: 0 };
export const FULL_LEAK: ParamLeak = { heap: true, contentHeap: true, results: 0, contentResults: 0 };

export interface EscapeSummary {
  /** By parameter word; NO_LEAK for words that are not pointers. */
  params: ParamLeak[];
  /** The closure context. */
  context: ParamLeak;
}
