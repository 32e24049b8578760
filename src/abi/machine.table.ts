// The machine that compiled code runs on: wasm globals, low memory, frame layout, numbers of sites. The Go side
// (goroot/src/internal/gossabi/zmachine.go) is generated from here by scripts/gen-abi.mjs.

/** Mutable i32 globals of each instance, in index order (imported functions do not count; globals are defined by the module). */
export const enum Global { Sp = 0, SpLimit = 1, SpTop = 2, G = 3, M = 4, Flag = 5, Budget = 6 }
export const globalNames = ['sp', 'splimit', 'sptop', 'g', 'm', 'flag', 'budget'] as const;

/** Fixed addresses (bytes). */
export const Low = {
  /** Poll word: non-zero asks running code to enter runtime.pollSlow at its next safepoint. */
  Poll: 1024,
  /** Written by the tick worker: milliseconds since start of the current slice. */
  Tick: 1028,
  /** Set by the host when events wait for it. */
  HostEvents: 1032,
  /** Host sets to 1 while Go code runs, so that the tick worker may sleep otherwise. */
  Running: 1036,
  /** M0's block. */
  M0: 1088,
  /** First address that the linker may use. */
  DataStart: 4096,
} as const;

/** Offsets within an M block. */
export const MBlock = {
  frameFirst: 0,
  frameLast: 4,
  /** Free lists of frame blocks by size class, 4 bytes each. */
  frameFree: 8,
  /** Words returned by a finished resume function: word k at resultArea + 8k. */
  resultArea: 128,
  size: 512,
} as const;

/** Sizes of frame blocks by class; larger frames come from the big-frame allocator (class 255). */
export const frameClasses: readonly number[] = [16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096];

export const Frame = { outer: 0, info: 4, site: 8, fp: 12, slots: 16 } as const;

export const SITE_ENTRY = 0;
export const SITE_RECOVER = 0xffff;
export const PC_BASE_BIT = 40; // PC = 2^40 | funcIndex << 16 | site

/** Limits of flattening (docs/design/abi.md). */
export const MAX_VALUE_WORDS = 4;
export const MAX_SIG_WORDS = 16;

/** Offset of fields of runtime.g that compiled code touches; goroot/src/runtime/g.go asserts them. */
export const GField = { defer_: 0, recoverToken: 8 } as const;

/** Layout of _defer as the compiler fills it (runtime/panic.go asserts it). */
export const Defer = { link: 0, fp: 8, fn: 16, heap: 24, size: 32 } as const;
