// Kinds of the check operations (aux of PanicIf and BoundsCheck) and the runtime functions that they call.

export const enum PanicKind { Divide = 1, Shift = 2, NilMap = 3, Overflow = 4, MakeSliceLen = 5, MakeSliceCap = 6,
  UnsafeSliceLen = 7, UnsafeSliceNil = 8, UnsafeStringLen = 9, UnsafeStringNil = 10, Wrap = 11 }

/** Runtime function of each PanicKind, by number. */
export const panicFuncs: readonly string[] = ['', 'runtime.panicdivide', 'runtime.panicshift', 'runtime.panicnilmap', 'runtime.panicoverflow',
  'runtime.panicmakeslicelen', 'runtime.panicmakeslicecap', 'runtime.panicunsafeslicelen', 'runtime.panicunsafeslicenilptr',
  'runtime.panicunsafestringlen', 'runtime.panicunsafestringnilptr', 'runtime.panicwrap'];

/** Kinds of bounds failure. BoundsCheck's aux may have BOUNDS_UNSIGNED added: the index has an unsigned type (message wording).
 *  Index fails if index >= limit, the others if index > limit (both compared unsigned). */
export const enum BoundsKind { Index = 0, SliceAlen = 1, SliceAcap = 2, SliceB = 3, Slice3Alen = 4, Slice3Acap = 5, Slice3B = 6, Slice3C = 7, Convert = 8 }
export const BOUNDS_UNSIGNED = 16;

/** Runtime function of each BoundsKind, by number; with BOUNDS_UNSIGNED 'U' is appended (not for Convert). */
export const boundsFuncs: readonly string[] = ['runtime.goPanicIndex', 'runtime.goPanicSliceAlen', 'runtime.goPanicSliceAcap', 'runtime.goPanicSliceB',
  'runtime.goPanicSlice3Alen', 'runtime.goPanicSlice3Acap', 'runtime.goPanicSlice3B', 'runtime.goPanicSlice3C', 'runtime.goPanicSliceConvert'];
