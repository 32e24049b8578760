// The SSA operations: one row each. Numbers, printer, parser, verifier and effect queries follow from this table.
// Semantics are those of the WebAssembly instruction of the same name unless stated. See docs/design/ssa.md.
//
// Types of values (VT): a Go value is flattened into words (docs/design/abi.md). Ptr is an i32 address that the collector must
// see; where a row says i32 for a comparison or check operand, Ptr is allowed too (`p` in the operand string accepts Ptr only, `i` I32 or Ptr).

export const enum VT { Void = 0, I32 = 1, I64 = 2, F32 = 3, F64 = 4, Ptr = 5 }

/** What an op may do besides computing its result. */
export const enum Effect {
  /** Depends on its arguments only; may be moved, merged, removed. */
  Pure = 0,
  /** Reads memory. */
  Read = 1,
  /** Writes memory. */
  Write = 2,
  /** Panics under some condition (never a wasm trap); not removable unless proven; may not move across writes or calls. */
  Check = 4,
  /** Calls, suspends: reads, writes, may panic. */
  Call = 8,
  /** Result depends on its place (phi, param, safepoint). */
  Fixed = 16,
}

export interface OpRow {
  name: string;
  /** Operand types, one letter each: i I32|Ptr, l I64, f F32, d F64, p Ptr, v any, * any number of any. */
  args: string;
  result: VT | -1;
  effect: number;
  /** What `aux` holds: '' none, 'int' (int32), 'i64' (low word in aux, high word in aux2), 'f64' (index into Func.f64s, raw bits pair), 'sym' (symbol id),
   *  'off' (byte offset, int32), 'slot', 'call' (index into Func.calls), 'alloc' (index into Func.allocs), 'kind' (int32 enum). aux2 is an int32. */
  aux: string;
  commutative?: boolean;
}

const P = Effect.Pure;
const R = Effect.Read;
const W = Effect.Write;
const X = Effect.Fixed;
const rows: OpRow[] = [];
function row(name: string, args: string, result: VT | -1, effect: number, aux = '', commutative = false): void {
  rows.push({ name, args, result, effect, aux, commutative });
}

// -1 as result: the type is stored per value.
row('Invalid', '', VT.Void, X);
// Structure.
row('Phi', '*', -1, X);                       // one argument per predecessor, in the order of Block preds
row('Copy', 'v', -1, P);
row('Param', '', -1, X, 'int');               // word number of the flattened parameters (hidden result pointers first)
row('Closure', '', VT.Ptr, X);                // the closure object this function was called with (context)
row('Result', 'v', -1, P, 'int');             // k-th word of the results of a call
// Constants and addresses.
row('ConstI32', '', VT.I32, P, 'int');
row('ConstI64', '', VT.I64, P, 'i64');
row('ConstF32', '', VT.F32, P, 'f64');
row('ConstF64', '', VT.F64, P, 'f64');
row('ConstPtr', '', VT.Ptr, P, 'int');        // 0 = nil
row('SymAddr', '', VT.Ptr, P, 'sym');         // address of a data symbol + aux2
row('FuncIndex', '', VT.I32, P, 'sym');       // table index of a function (its code word)
row('FuncInfo', '', VT.Ptr, P, 'sym');        // address of the funcinfo record of a function
row('StackAddr', '', VT.Ptr, P, 'slot');      // address of a memory-stack slot + aux2; never kept across suspension, rematerialised
// i32.
for (const n of ['Add', 'Mul', 'And', 'Or', 'Xor']) row(`I32${n}`, 'ii', VT.I32, P, '', true);
for (const n of ['Sub', 'DivS', 'DivU', 'RemS', 'RemU', 'Shl', 'ShrS', 'ShrU', 'Rotl', 'Rotr']) row(`I32${n}`, 'ii', VT.I32, P);
for (const n of ['Eq', 'Ne']) row(`I32${n}`, 'ii', VT.I32, P, '', true);
for (const n of ['LtS', 'LtU', 'GtS', 'GtU', 'LeS', 'LeU', 'GeS', 'GeU']) row(`I32${n}`, 'ii', VT.I32, P);
for (const n of ['Eqz', 'Clz', 'Ctz', 'Popcnt', 'Extend8S', 'Extend16S']) row(`I32${n}`, 'i', VT.I32, P);
// i64.
for (const n of ['Add', 'Mul', 'And', 'Or', 'Xor']) row(`I64${n}`, 'll', VT.I64, P, '', true);
for (const n of ['Sub', 'DivS', 'DivU', 'RemS', 'RemU', 'Shl', 'ShrS', 'ShrU', 'Rotl', 'Rotr']) row(`I64${n}`, 'll', VT.I64, P);
for (const n of ['Eq', 'Ne']) row(`I64${n}`, 'll', VT.I32, P, '', true);
for (const n of ['LtS', 'LtU', 'GtS', 'GtU', 'LeS', 'LeU', 'GeS', 'GeU']) row(`I64${n}`, 'll', VT.I32, P);
row('I64Eqz', 'l', VT.I32, P);
for (const n of ['Clz', 'Ctz', 'Popcnt', 'Extend8S', 'Extend16S', 'Extend32S']) row(`I64${n}`, 'l', VT.I64, P);
row('I64MulHiU', 'll', VT.I64, P);            // high word of the unsigned 128-bit product (lowered to 32-bit pieces)
// Division ops above trap on zero and on overflow in wasm: the builder guards them with PanicIf and a select (docs/design/ssa.md).
// Floats.
for (const [t, vt, c] of [['F32', VT.F32, 'f'], ['F64', VT.F64, 'd']] as const) {
  for (const n of ['Add', 'Mul']) row(`${t}${n}`, c + c, vt, P, '', true);
  for (const n of ['Sub', 'Div', 'Min', 'Max', 'Copysign']) row(`${t}${n}`, c + c, vt, P);
  for (const n of ['Eq', 'Ne']) row(`${t}${n}`, c + c, VT.I32, P, '', true);
  for (const n of ['Lt', 'Gt', 'Le', 'Ge']) row(`${t}${n}`, c + c, VT.I32, P);
  for (const n of ['Abs', 'Neg', 'Ceil', 'Floor', 'Trunc', 'Nearest', 'Sqrt']) row(`${t}${n}`, c, vt, P);
}
// Conversions.
row('I32WrapI64', 'l', VT.I32, P);
row('I64ExtendI32S', 'i', VT.I64, P);
row('I64ExtendI32U', 'i', VT.I64, P);         // also Ptr → uintptr
row('I32TruncSatF32S', 'f', VT.I32, P); row('I32TruncSatF32U', 'f', VT.I32, P);
row('I32TruncSatF64S', 'd', VT.I32, P); row('I32TruncSatF64U', 'd', VT.I32, P);
row('I64TruncSatF32S', 'f', VT.I64, P); row('I64TruncSatF32U', 'f', VT.I64, P);
row('I64TruncSatF64S', 'd', VT.I64, P); row('I64TruncSatF64U', 'd', VT.I64, P);
row('F32ConvertI32S', 'i', VT.F32, P); row('F32ConvertI32U', 'i', VT.F32, P);
row('F32ConvertI64S', 'l', VT.F32, P); row('F32ConvertI64U', 'l', VT.F32, P);
row('F64ConvertI32S', 'i', VT.F64, P); row('F64ConvertI32U', 'i', VT.F64, P);
row('F64ConvertI64S', 'l', VT.F64, P); row('F64ConvertI64U', 'l', VT.F64, P);
row('F32DemoteF64', 'd', VT.F32, P); row('F64PromoteF32', 'f', VT.F64, P);
row('I32ReinterpretF32', 'f', VT.I32, P); row('F32ReinterpretI32', 'i', VT.F32, P);
row('I64ReinterpretF64', 'd', VT.I64, P); row('F64ReinterpretI64', 'l', VT.F64, P);
// Pointers.
row('PtrAdd', 'pi', VT.Ptr, P);               // p + i (bytes)
row('PtrAddImm', 'p', VT.Ptr, P, 'off');      // p + aux
row('PtrToI32', 'p', VT.I32, P);
row('I32ToPtr', 'i', VT.Ptr, P);
row('Select', 'ivv', -1, P);                  // cond ? a : b
// Memory. aux = constant byte offset added to the address. Loads may be executed speculatively only at addresses known to be mapped.
row('Load8S', 'p', VT.I32, R, 'off'); row('Load8U', 'p', VT.I32, R, 'off');
row('Load16S', 'p', VT.I32, R, 'off'); row('Load16U', 'p', VT.I32, R, 'off');
row('Load32', 'p', VT.I32, R, 'off');
row('Load64', 'p', VT.I64, R, 'off');
row('Load32S64', 'p', VT.I64, R, 'off'); row('Load32U64', 'p', VT.I64, R, 'off');
row('LoadF32', 'p', VT.F32, R, 'off'); row('LoadF64', 'p', VT.F64, R, 'off');
row('LoadPtr', 'p', VT.Ptr, R, 'off');        // low 32 bits of the 8-byte slot
row('Store8', 'pi', VT.Void, W, 'off'); row('Store16', 'pi', VT.Void, W, 'off');
row('Store32', 'pi', VT.Void, W, 'off'); row('Store64', 'pl', VT.Void, W, 'off');
row('StoreF32', 'pf', VT.Void, W, 'off'); row('StoreF64', 'pd', VT.Void, W, 'off');
row('StorePtr', 'pp', VT.Void, W, 'off');     // 8 bytes, zero-extended; the one place for a write barrier
row('Move', 'pp', VT.Void, W, 'int');         // copy aux bytes from args[1] to args[0] (may overlap only if equal); aux2 = 1 if it holds pointers
row('Zero', 'p', VT.Void, W, 'int');          // clear aux bytes
row('MemCopy', 'ppi', VT.Void, W, 'int');     // memory.copy dst, src, n (overlap allowed); aux = 1 if there are no pointers in it
row('MemFill', 'pii', VT.Void, W);            // memory.fill dst, byte, n
// Atomics (sequentially consistent). aux = offset.
for (const w of ['32', '64'] as const) {
  const c = w === '32' ? 'i' : 'l';
  const vt = w === '32' ? VT.I32 : VT.I64;
  row(`AtomicLoad${w}`, 'p', vt, W, 'off');
  row(`AtomicStore${w}`, `p${c}`, VT.Void, W, 'off');
  for (const n of ['Add', 'And', 'Or', 'Xchg']) row(`Atomic${n}${w}`, `p${c}`, vt, W, 'off'); // result: old value
  row(`AtomicCas${w}`, `p${c}${c}`, vt, W, 'off');                                             // old value
}
row('AtomicLoad8', 'p', VT.I32, W, 'off'); row('AtomicStore8', 'pi', VT.Void, W, 'off');
row('AtomicAnd8', 'pi', VT.I32, W, 'off'); row('AtomicOr8', 'pi', VT.I32, W, 'off');
row('AtomicLoadPtr', 'p', VT.Ptr, W, 'off'); row('AtomicStorePtr', 'pp', VT.Void, W, 'off');
row('AtomicXchgPtr', 'pp', VT.Ptr, W, 'off'); row('AtomicCasPtr', 'ppp', VT.Ptr, W, 'off');
row('AtomicNotify', 'pi', VT.I32, W, 'off'); row('AtomicWait32', 'pil', VT.I32, Effect.Call, 'off');
// Checks: panic unless the condition holds. They produce nothing; later code relies on their place in the block.
row('NilCheck', 'i', VT.Void, Effect.Check);                  // panics (runtime.panicmem) if 0
row('BoundsCheck', 'll', VT.Void, Effect.Check, 'kind');      // args (index, limit); aux = BoundsKind: panics as Go's runtime words it
row('PanicIf', 'i', VT.Void, Effect.Check, 'kind');           // aux = PanicKind (divide, shift, …): panics if the argument is not 0
// Allocation: zeroed object, heap unless escape analysis turns it into a stack slot. aux = index into Func.allocs.
row('NewObject', '', VT.Ptr, Effect.Write, 'alloc');
// A read-only object that holds the words of a number, string or slice: the data word of an interface. Read-only data, a stack slot, or the
// result of a runtime function that does not allocate for zero and small values (boxKind in passes/box.ts).
row('Box', '*', VT.Ptr, Effect.Write, 'alloc');
// Memory for what a runtime function makes: a zeroed stack slot, or nil if escape analysis finds that it must be on the heap, where that
// function allocates it.
row('StackObject', '', VT.Ptr, Effect.Write, 'alloc');
// Calls. aux = index into Func.calls. Result words via Result; a call with exactly one result word has that type itself.
row('Call', '*', -1, Effect.Call, 'call');                    // direct: args are the words of the parameters
row('CallClosure', 'p*', -1, Effect.Call, 'call');            // args[0] = closure object (checked for nil before), rest as Call
row('CallTable', 'i*', -1, Effect.Call, 'call');              // args[0] = table index (interface methods), rest as Call
row('CallImport', '*', -1, Effect.Call, 'call');              // host import: sym = "module\0name"; wasm-typed words, no flag
// Suspension.
row('Poll', '', VT.Void, Effect.Call);                        // safepoint at a loop header
row('Suspend', '', VT.Void, Effect.Call);                     // always suspends (runtime only: mcall)
// Machine state (runtime only). aux = Global (abi/machine.table.ts).
row('GlobalGet', '', -1, Effect.Read, 'kind');
row('GlobalSet', 'v', VT.Void, Effect.Write, 'kind');
row('MemorySize', '', VT.I32, Effect.Read);
row('MemoryGrow', 'i', VT.I32, Effect.Call);
row('CallResume', 'ii', VT.I32, Effect.Call);                 // call_indirect (frame) → status: args (table index, frame); scheduler only
row('CallStart', 'ip', VT.I32, Effect.Call);                  // call a func() by table ABI: args (table index, closure) → flag; scheduler only
row('KeepAlive', 'v', VT.Void, Effect.Write);                 // uses its argument
row('Trap', '', VT.Void, Effect.Call);                        // unreachable instruction (internal error)
row('FrameAddr', '', VT.Ptr, P);                               // base fp of this activation's memory-stack frame (forces one to exist)

export const opTable: readonly OpRow[] = rows;
const byName = new Map(rows.map((r, i) => [r.name, i]));

/** Number of the op called `name`; throws if there is none. */
export function opByName(name: string): number {
  const n = byName.get(name);
  if (n === undefined) throw new Error(`no SSA op ${name}`);
  return n;
}
