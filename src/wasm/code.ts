// What the back end delivers for one function: wasm code that does not know its module, with relocations, and the facts that the
// linker puts into its funcinfo record. Read by object/ and link/.
//
// Code bytes are a function body without its size: the locals vector, the instructions, the final `end`. Every relocated operand
// is one zero byte; the linker replaces it by a minimal LEB128 (Reloc.offset is the byte's offset in `code`, ascending).
// Wasm globals are numbered as abi/machine.table.ts (no imported globals), the function table is table 0, the memory is memory 0.

import { Abi, Suspends, type Sig } from '../ssa/func.ts';
import { VT } from '../ssa/op.table.ts';
import { fail } from '../base/internal-error.ts';
import type { Reloc } from '../abi/symbol.ts';

export interface CodeBody { code: Uint8Array; relocs: Reloc[] }

export interface FuncCode extends CodeBody {
  name: string;
  /** Flattened Go signature, letters i l f d p: 'ppl>i'. The wasm type is wasmType(sig, abi). */
  sig: string;
  /** Abi bits of the direct entry. */
  abi: number;
  /** SymFlag bits. */
  flags: number;
  suspends: Suspends;
  /** Has an entry check; funcinfo.entry = the stub entry:<sig>, which needs funcinfo.table. */
  checked: boolean;
  /** Native stack bytes of one activation, and of it with everything unchecked that it calls. */
  cost: number;
  bound: number;
  info: FuncInfoFields | null;
  /** False if it has no sites and nothing else that the runtime may look for: a record is then needed only if it gets a table index. */
  recorded: boolean;
  /** Metadata stream (abi/funcmeta.ts); empty if info is null. Addr32 relocations to `go:name.<text>`: a string {uvarint length,
   *  bytes} that the linker makes. */
  meta: Uint8Array;
  metaRelocs: Reloc[];
  /** Resume function of wasm type (i32) → i32, for functions of the separate shape. Combined ones use the stub resume:<sig>. */
  resume: CodeBody | null;
}

export interface FuncInfoFields {
  /** Bytes of the largest frame this function writes (entry frame included). 0 if it never writes one. */
  frameSize: number;
  /** Index into frameClasses, 255 for larger ones. */
  frameClass: number;
  /** FuncInfoFlag bits. */
  flags: number;
  startLine: number;
  nargs: number;
}

const letters = ['', 'i', 'l', 'f', 'd', 'p'];

/** 'ppl>i' of a Sig. */
export function sigString(sig: Sig): string {
  let s = '';
  for (const p of sig.params) s += letters[p]!;
  s += '>';
  for (const r of sig.results) s += letters[r]!;
  return s;
}

/** Inverse of sigString. */
export function parseSig(s: string): Sig {
  const gt = s.indexOf('>');
  if (gt < 0) fail(`bad signature ${s}`);
  return { params: [...s.slice(0, gt)].map(vtOf), results: [...s.slice(gt + 1)].map(vtOf) };
}

function vtOf(c: string): VT {
  const i = letters.indexOf(c);
  if (i <= 0) fail(`bad signature letter ${c}`);
  return i as VT;
}

/** The wasm function type of a signature with ABI bits: letters i l f d only, 'iil>ii'. This is also the name of TypeIndex relocations.
 *  The flag is returned for up to one result word, else it is in the global `flag`. */
export function wasmType(sig: string, abi: number): string {
  const [params, results] = sig.replace(/p/g, 'i').split('>') as [string, string];
  const hidden = ((abi & Abi.Ctx) !== 0 ? 'i' : '') + ((abi & Abi.Depth) !== 0 ? 'i' : '');
  return `${hidden}${params}>${results}${returnsFlag(results.length, abi) ? 'i' : ''}`;
}

/** Whether a function with so many result words returns the flag as a wasm result. */
export function returnsFlag(numResults: number, abi: number): boolean {
  return (abi & Abi.Flag) !== 0 && numResults <= 1;
}

/** Names of the stubs that the linker makes from a signature. entrysave:<sig> has the wasm type (info, ctx, params…) → (). */
export const stubName = {
  resume: (sig: string): string => `resume:${sig}`,
  entry: (sig: string): string => `entry:${sig}`,
  entrySave: (sig: string): string => `entrysave:${sig}`,
};
