// go:wasmimport and go:wasmexport: which signatures can cross between Go and the host. cmd/compile's rules for GOARCH=wasm.

import type { Node } from '../../syntax/ast.ts';
import { Basic, type Type, TypeKind } from '../types.ts';
import type { Obj } from '../objects.ts';
import { isBasic } from '../predicates.ts';
import { unalias, under } from '../under.ts';
import type { Checker } from './checker.ts';

/** Reports a function with the directive whose receiver, parameters or results do not fit; pos: where gc puts the error. */
export function checkWasmSignature(c: Checker, d: Node, pos: number, directive: 'go:wasmimport' | 'go:wasmexport'): void {
  if (d.y !== null) {
    c.err(pos, '', `cannot use //${directive} on a method`);
    return;
  }
  const sig = (c.info.defs[d.x!.id] as Obj | null | undefined)?.type;
  if (sig === null || sig === undefined || sig.kind !== TypeKind.Signature) return;
  for (const p of sig.params!.fields) {
    if (!passes(p.type!) && !isBasic(p.type!, Basic.String)) c.err(pos, '', `${directive}: unsupported parameter type ${c.t(p.type!)}`);
  }
  const results = sig.results!.fields;
  if (results.length > 1) c.err(pos, '', `${directive}: too many return values`);
  else if (results.length === 1 && !passes(results[0]!.type!)) c.err(pos, '', `${directive}: unsupported result type ${c.t(results[0]!.type!)}`);
}

/** Types that are one value of WebAssembly. */
function passes(t: Type): boolean {
  const u = under(t);
  if (u.kind === TypeKind.Pointer) return inMemory(u.elem!);
  if (u.kind !== TypeKind.Basic) return false;
  switch (u.basic) {
    case Basic.Int32: case Basic.Uint32: case Basic.Int64: case Basic.Uint64: case Basic.Float32: case Basic.Float64:
    case Basic.UnsafePointer: case Basic.Uintptr: case Basic.Bool: return true;
    default: return false;
  }
}

/** Types that look the same in memory to the host: pointers and ints have another size there. */
function inMemory(t: Type): boolean {
  const u = under(t);
  switch (u.kind) {
    case TypeKind.Basic:
      switch (u.basic) {
        case Basic.Int8: case Basic.Uint8: case Basic.Int16: case Basic.Uint16: case Basic.Int32: case Basic.Uint32: case Basic.Int64:
        case Basic.Uint64: case Basic.Float32: case Basic.Float64: case Basic.Bool: return true;
        default: return false;
      }
    case TypeKind.Array: return inMemory(u.elem!);
    case TypeKind.Struct: {
      const others = u.fields.filter((f) => !isHostLayout(f.type!));
      return u.fields.length === 0 || (others.length < u.fields.length && others.every((f) => inMemory(f.type!)));
    }
    default: return false;
  }
}

function isHostLayout(t: Type): boolean {
  const obj = unalias(t).obj;
  return obj !== null && obj.name === 'HostLayout' && obj.pkg?.path === 'structs';
}
