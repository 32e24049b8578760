// The data of type sets; typeset.ts computes them.

import type { Obj } from './objects.ts';
import { NO_OBJS, type Type } from './types.ts';

/** T, or ~T. */
export class Term {
  readonly tilde: boolean;
  readonly type: Type;
  constructor(tilde: boolean, type: Type) {
    this.tilde = tilde;
    this.type = type;
  }
}

/** A union of terms; null is the set of all types, [] the empty set. */
export type TermList = Term[] | null;

export class TypeSet {
  methods: Obj[] = NO_OBJS;
  terms: TermList = null;
  /** Only comparable types are meant; only if terms is null. */
  comparable = false;

  get isEmpty(): boolean { return this.terms !== null && this.terms.length === 0; }
  get isMethodSet(): boolean { return !this.comparable && this.terms === null; }
  get isAll(): boolean { return this.isMethodSet && this.methods.length === 0; }
  get hasTerms(): boolean { return this.terms !== null && this.terms.length > 0; }
}

/** Value of `lazy` in an interface that the checker has completed: whoever asks for the type set first has it computed, errors reported. */
export class PendingTypeSet {
  readonly compute: () => TypeSet;
  constructor(compute: () => TypeSet) { this.compute = compute; }
}
