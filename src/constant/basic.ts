// The basic types by number: the lowest layer that speaks of them. types/types.ts re-exports this.

/** Order as in the specification and in reflect.Kind where there is one. */
export const enum Basic {
  Invalid = 0,
  Bool, Int, Int8, Int16, Int32, Int64, Uint, Uint8, Uint16, Uint32, Uint64, Uintptr,
  Float32, Float64, Complex64, Complex128, String, UnsafePointer,
  UntypedBool, UntypedInt, UntypedRune, UntypedFloat, UntypedComplex, UntypedString, UntypedNil,
}
