// What callers know of a function without seeing its body: exported with the object (escape part; control part: suspend.ts).

/** What is known of the pointers of a class of values. */
export const enum Leak {
  /** They may be stored in memory that outlives the call, or passed on to unknown code. */
  Heap = 1,
  /** Memory that the caller does not know of may hold them. */
  Outside = 2,
}

/** A class of pointers: `content` is the class of what is stored behind them, −1 if nothing is known of it. */
export interface EscapeNode { leak: number; content: number }

/**
 * The part of a function's points-to graph that its callers can see. Words with the same node may hold the same pointers; −1 is a node of
 * its own of which there is nothing to say: a parameter that is only looked at, a result that is new memory.
 */
export interface EscapeSummary {
  /** By parameter word. */
  params: number[];
  /** The closure context. */
  context: number;
  /** By word of the closure object, if the body tells them apart (closure-objects.ts): what the word holds. Otherwise empty. */
  captures: number[];
  /** By result word. */
  results: number[];
  nodes: EscapeNode[];
  /** Bytes of the buffer that parameter word 0 may be given when result word 0 does not escape; 0: it takes none. */
  buffer: number;
}

/** The summary of a function, or of a closure's body, of which nothing is known to leak: where the iteration over recursive functions begins. */
export function bottom(params: number, results: number, closure: boolean): EscapeSummary {
  return { params: new Array<number>(params).fill(-1), context: -1, captures: closure ? [-1] : [], results: new Array<number>(results).fill(-1), nodes: [], buffer: 0 };
}

/** The summary of a function without a body that keeps no pointer: only its results may be anything. */
export function keepsNothing(results: number): EscapeSummary {
  const nodes = [{ leak: Leak.Outside, content: 1 }, { leak: Leak.Heap | Leak.Outside, content: -1 }];
  return { params: [], context: -1, captures: [], results: new Array<number>(results).fill(0), nodes, buffer: 0 };
}
