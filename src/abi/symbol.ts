// Symbols and relocations: the currency between the compiler's back end, package objects and the linker.

export const enum SymKind {
  /** Wasm function body. */
  Func,
  /** Read-only data without pointers into the heap (strings, type descriptors, itabs, closure objects of top-level functions). */
  RoData,
  /** Initialised variables; ptrmask tells the collector which words are roots. */
  Data,
  /** Zero-initialised variables. */
  Bss,
}

export const enum RelocKind {
  // In code (the operand is a placeholder that the linker writes as a minimal LEB128; see object.md).
  /** call target: function symbol (direct ABI). */
  FuncIndex,
  /** call target: the function's table-ABI entry (wrapper synthesised by the linker if the direct ABI differs). */
  TableFunc,
  /** i32.const: table index of a function symbol. */
  TableIndex,
  /** i32.const: address of a data symbol + addend. */
  DataAddr,
  /** memarg offset: address of a data symbol + addend. */
  MemOffset,
  /** Type index of a wasm function type; `name` is its signature string. */
  TypeIndex,
  /** i32.const: address of the funcinfo record of a function symbol. */
  FuncInfo,
  // In data.
  /** 8 bytes: address of a data symbol + addend (zero-extended). */
  Addr64,
  /** 4 bytes: address of a data symbol + addend (NameOff, TypeOff: offsets are absolute addresses). */
  Addr32,
  /** 8 bytes: table index of a function symbol. */
  Table64,
  /** 4 bytes: table index of a function symbol; -1 if the linker dropped it (method TextOff). */
  Table32,
  /** 8 bytes: address of a static closure object {table index} for a function symbol. */
  Closure64,
  // Not written anywhere; for reachability.
  /** This symbol needs the target whenever it is reachable. */
  Keep,
  /** The type `name` is converted to an interface here (its methods may be called dynamically). */
  UsedInIface,
  /** A call of interface method `name` ("Name(sig)" canonical) happens here. */
  IfaceMethod,
  /** reflect's Method/MethodByName may be called here: keep all exported methods of reachable types. */
  ReflectMethod,
}

export interface Reloc {
  /** Byte offset of the placeholder in the symbol's bytes (0 for reachability entries). */
  offset: number;
  kind: RelocKind;
  /** Target symbol, signature string or method key. */
  name: string;
  addend: number;
}

export const enum SymFlag {
  /** Equal definitions in several objects are merged by name. */
  DupOk = 1,
  /** Never dropped (init tasks, exported entry points). */
  Root = 2,
  /** Local to its package (name may still be qualified). */
  Local = 4,
}

export interface DataSymbol {
  name: string;
  kind: SymKind;
  align: number;
  /** Size in memory; bytes may be shorter (rest zero), and is empty for Bss. */
  size: number;
  bytes: Uint8Array;
  /** One bit per 8-byte word that holds a pointer the collector must follow (Data, Bss); empty if none. */
  ptrmask: Uint8Array;
  relocs: Reloc[];
  flags: number;
}
