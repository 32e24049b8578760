// State of one function under construction that belongs to constructs rather than to the SSA machinery: variables, labels, results,
// deferred calls, range-over-func bodies.

import type { BlockId, ValueId } from '../func.ts';
import type { Node } from '../../syntax/ast.ts';
import type { Obj } from '../../types/objects.ts';
import type { Type } from '../../types/types.ts';
import type { LocalVar } from './builder.ts';
import type { SigLayout } from './layout.ts';
import type { BodyInfo, FnInfo } from './capture.ts';
import type { RangeFuncBody } from './range-func.ts';

/** Where break and continue of an enclosing statement go. */
export interface JumpTarget {
  /** Label of the statement, or ''. */
  label: string;
  breakTo: BlockId;
  /** -1: not a loop. */
  continueTo: BlockId;
}

/** A block that a label names. */
export interface LabelBlock { block: BlockId; placed: boolean }

export class FuncState {
  /** Symbol name of the function (closures are numbered after it). */
  readonly name: string;
  /** Symbol name of the outermost enclosing function, and counters of its closures. */
  readonly naming: ClosureNaming;
  readonly body: BodyInfo;
  fn: FnInfo | null = null;
  sigLayout: SigLayout | null = null;
  /** Signature type, substituted. */
  sigType: Type | null = null;
  readonly vars = new Map<Obj, LocalVar>();
  /** Result variables in order (named or not; unnamed ones only exist in functions with defers). */
  results: LocalVar[] = [];
  namedResults = false;
  /** Hidden result pointers, by result index (Param values; in functions with defers also kept in slots). */
  hiddenResults: ValueId[] = [];
  hiddenSlots: number[] = [];
  /** Slots with the addresses of result objects, by result index (functions with defers). */
  resultSlots: number[] = [];
  /** Captured variables without an Obj (range-over-func bodies), in capture order. */
  extraVars: LocalVar[] = [];
  targets: JumpTarget[] = [];
  labels = new Map<string, LabelBlock>();
  /** Label of the statement about to be built. */
  pendingLabel = '';
  fallthroughTo: BlockId = -1;
  hasDefer = false;
  /** SSA variable with the recover token (functions that call recover), or -1. */
  recoverVar = -1;
  /** Set while building the body of a range-over-func loop as a closure. */
  rangeBody: RangeFuncBody | null = null;
  /** Enclosing function's state (closures). */
  readonly outer: FuncState | null;
  /** Loop depth at the current place (deferred records on the stack only at 0). */
  loopDepth = 0;
  /** Function contains labels that goto jumps back to: treat every place as in a loop. */
  hasGoto = false;
  /** Expressions whose value was computed before (arguments of go and defer calls): node → variable. */
  override: Map<Node, LocalVar> | null = null;
  /** Conversions among the arguments of a call that keeps their pointers alive, with these (0 until evaluated). */
  keptPointers: Map<Node, ValueId> | null = null;
  /** Declaration or literal being built, or null for generated functions. */
  decl: Node | null = null;

  constructor(name: string, naming: ClosureNaming, body: BodyInfo, outer: FuncState | null) {
    this.name = name;
    this.naming = naming;
    this.body = body;
    this.outer = outer;
  }
}

/** gc's numbering of function literals: f.func1, f.func1.2, glob..func1; f.gowrap1, f.deferwrap1, f-range1. */
export interface ClosureNaming { base: string; count: number; wraps: number; ranges: number; top?: boolean }
