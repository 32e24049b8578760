// The predeclared functions and those of package unsafe: their numbers, names, argument counts and statement-ness.
// spec#Built-in_functions, spec#Package_unsafe

/** Obj.builtin of a Builtin object. Order: universe, then unsafe, then the two of the test harness. */
export const enum BuiltinId {
  None = 0,
  Append, Cap, Clear, Close, Complex, Copy, Delete, Imag, Len, Make, Max, Min, New, Panic, Print, Println, Real, Recover,
  UnsafeAdd, UnsafeAlignof, UnsafeOffsetof, UnsafeSizeof, UnsafeSlice, UnsafeSliceData, UnsafeString, UnsafeStringData,
  Assert, Trace,
}

/** How a call of a built-in may be used on its own: as a statement, or only as an expression. */
export const enum ExprKind { Conversion, Expression, Statement }

export interface BuiltinInfo {
  /** Name as declared in its scope (unsafe's without the package). */
  name: string;
  /** Minimum number of arguments; the exact number unless variadic. */
  nargs: number;
  variadic: boolean;
  kind: ExprKind;
}

function row(name: string, nargs: number, variadic: boolean, kind: ExprKind): BuiltinInfo { return { name, nargs, variadic, kind }; }

/** Indexed by BuiltinId. */
export const builtinInfos: readonly BuiltinInfo[] = [
  row('', 0, false, ExprKind.Expression),
  row('append', 1, true, ExprKind.Expression),
  row('cap', 1, false, ExprKind.Expression),
  row('clear', 1, false, ExprKind.Statement),
  row('close', 1, false, ExprKind.Statement),
  row('complex', 2, false, ExprKind.Expression),
  row('copy', 2, false, ExprKind.Statement),
  row('delete', 2, false, ExprKind.Statement),
  row('imag', 1, false, ExprKind.Expression),
  row('len', 1, false, ExprKind.Expression),
  row('make', 1, true, ExprKind.Expression),
  row('max', 1, true, ExprKind.Expression),
  row('min', 1, true, ExprKind.Expression),
  row('new', 1, false, ExprKind.Expression),
  row('panic', 1, false, ExprKind.Statement),
  row('print', 0, true, ExprKind.Statement),
  row('println', 0, true, ExprKind.Statement),
  row('real', 1, false, ExprKind.Expression),
  row('recover', 0, false, ExprKind.Statement),
  row('Add', 2, false, ExprKind.Expression),
  row('Alignof', 1, false, ExprKind.Expression),
  row('Offsetof', 1, false, ExprKind.Expression),
  row('Sizeof', 1, false, ExprKind.Expression),
  row('Slice', 2, false, ExprKind.Expression),
  row('SliceData', 1, false, ExprKind.Expression),
  row('String', 2, false, ExprKind.Expression),
  row('StringData', 1, false, ExprKind.Expression),
  row('assert', 1, false, ExprKind.Statement),
  row('trace', 0, true, ExprKind.Expression),
];

export const FIRST_UNSAFE = BuiltinId.UnsafeAdd;
export const FIRST_TEST = BuiltinId.Assert;
