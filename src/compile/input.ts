// What compilePackage (package.ts) takes and gives: plain data, so that it can cross to a worker.

/** Compiler flags that are part of an object's key. */
export interface CompileFlags {
  /** -N: no optimisation beyond what legality needs. */
  noOptimize: boolean;
  /** -l: no inlining. */
  noInline: boolean;
  /** -m: record escape and inlining decisions. */
  explain: boolean;
  /** -d=suspend: a poll at every suspend point (debug mode). */
  debugSuspend: boolean;
  /** -d=nopoll: no polls in loops, to measure what they cost. */
  noPolls?: boolean;
  /** -e: report all errors instead of ten. */
  allErrors?: boolean;
  /** Functions without body are defined elsewhere (assembly): gc without -complete. */
  bodiesElsewhere?: boolean;
  /** GOEXPERIMENT=fieldtrack. */
  fieldTrack?: boolean;
  /** -lang: the language version, instead of the module's. */
  lang?: string;
  variant: 'js-shared' | 'js-single' | 'wasip1';
}

export interface SourceInput {
  /** Name shown in messages and traces (already relative or trimmed as the driver wants it). */
  name: string;
  bytes: Uint8Array;
}

export interface EmbedFile { name: string; bytes: Uint8Array }

export interface PackageInput {
  /** Import path; "main" for the main package's symbols is derived from the package clause. */
  path: string;
  files: SourceInput[];
  /** Language version of the module, e.g. "go1.26". */
  goVersion: string;
  flags: CompileFlags;
  /** Import path as written → resolved path (vendored packages); paths not listed resolve to themselves. */
  importMap: Record<string, string>;
  /** Files matched by each //go:embed pattern of the package. */
  embeds: Record<string, EmbedFile[]>;
  /** Part of the standard library (or of goroot/). */
  standard: boolean;
  /** Package main to be imported by its own tests: keeps its import path. */
  library?: boolean;
  /** External tests or the main package of a test binary: not runtime code, whatever the path. */
  outside?: boolean;
  /** Names to print with --dump=phase:pkg.Func, or ''. */
  dump: string;
}

/** Gives the object of an imported package by resolved path; throws InternalError if it is not there. */
export type ImportObjects = (path: string) => Uint8Array;

/** One user-visible message, resolved so that it can cross to another worker. */
export interface Message { file: string; line: number; col: number; code: string; text: string }

export interface CompileResult {
  /** Null if there were errors. */
  object: Uint8Array | null;
  /** Errors, sorted; or, with an object, -m lines and the like. */
  messages: Message[];
  /** Milliseconds by phase, for --timing. */
  timing: Record<string, number>;
  /** What --timing prints besides: source lines, bytes of code. */
  sizes?: Record<string, number>;
}
