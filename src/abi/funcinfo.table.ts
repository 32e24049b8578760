// The funcinfo record (one per function that has sites or a table index; array laid out by the linker) and its metadata stream.
// The runtime reads them: goroot/src/runtime/symtab.go.

export const FuncInfo = {
  resume: 0,     // u32 table index of the resume function, or 0
  entry: 4,      // u32 table index of the entry stub entry:<sig>, or 0
  table: 8,      // u32 table index of the function's table-ABI entry, or 0
  name: 12,      // u32 address of {uvarint length, bytes}
  meta: 16,      // u32 address of the metadata stream, or 0
  frameSize: 20, // u16 bytes of the suspended frame (header included); 0xffff: in meta
  frameClass: 22,// u8 size class (machine.table.ts), 255 big
  flags: 23,     // u8 FuncInfoFlag
  startLine: 24, // u32
  nargs: 28,     // u16 words saved by entrysave (ctx excluded)
  spare: 30,
  size: 32,
} as const;

export const enum FuncInfoFlag { HasRecover = 1, Wrapper = 2, HasDefer = 4, Combined = 8, System = 16, Closure = 32 }

/*
Metadata stream of one function (all numbers LEB128; s = signed, u = unsigned), written by abi/funcmeta.ts:
  u bigFrameSize (only if frameSize = 0xffff)
  u nfiles, then each: u32 address of the file name {uvarint length, bytes}      (fixed 4 bytes, relocated)
  u ninline, then each: s parent (-1 none), u32 address of the callee's name, u fileIndex, u callLine, u32 startLine-less padding none
  u nmaps, then each: u nbytes, bytes: bit i = slot i holds a pointer. Slot i is the 8-byte or 4-byte slot number: slots are numbered by 4-byte units from Frame.slots.
  u nobjects (memory-stack slots), then each: u offset from fp, u size, u nmaskbytes, mask bytes (one bit per 8-byte word)
  u nsites, then for site 0, 1, 2 …: u fileIndex, s line delta to the previous site (first: to startLine), u inline index + 1, u map index + 1 (0 = no pointers), u live-object bitmap index + 1 into the maps (bit i = object i live; 0 = none)
*/
