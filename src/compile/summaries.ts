// The summaries section of an object: for each function what callers need to know of it. Layout: u32 count, then entries sorted by
// name: a table of u32 offsets, then per entry {str name, control part, escape part}.

import { ByteReader, ByteWriter } from '../base/bytes.ts';
import { FULL_LEAK, NO_LEAK, type EscapeSummary, type ParamLeak } from '../ssa/program/summary.ts';

/** Control part: docs/design/abi.md. */
export interface ControlSummary {
  abi: number;
  suspends: number;
  checked: boolean;
  bound: number;
}

export interface FuncSummary extends ControlSummary {
  escape: EscapeSummary | null;
}

export function writeSummaries(entries: readonly { name: string; summary: FuncSummary }[]): Uint8Array {
  const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const body = new ByteWriter(sorted.length * 32 + 16);
  const offsets: number[] = [];
  for (const e of sorted) {
    offsets.push(body.len);
    body.str(e.name);
    const s = e.summary;
    body.u8(s.abi);
    body.u8(s.suspends | (s.checked ? 4 : 0) | (s.escape !== null ? 8 : 0));
    body.uleb(s.bound);
    if (s.escape !== null) {
      body.uleb(s.escape.params.length);
      for (const p of s.escape.params) writeLeak(body, p);
      writeLeak(body, s.escape.context);
    }
  }
  const w = new ByteWriter(body.len + 4 * offsets.length + 4);
  w.u32(offsets.length);
  for (const o of offsets) w.u32(o);
  w.bytes(body.view());
  return w.view();
}

function writeLeak(w: ByteWriter, l: ParamLeak): void {
  const full = l.heap && l.contentHeap;
  if (full) w.u8(3);
  else {
    w.u8((l.heap ? 1 : 0) | (l.contentHeap ? 2 : 0) | (l.results | l.contentResults ? 4 : 0));
    if (l.results | l.contentResults) { w.uleb(l.results); w.uleb(l.contentResults); }
  }
}

function readLeak(r: ByteReader): ParamLeak {
  const bits = r.u8();
  if (bits === 3) return FULL_LEAK;
  if (bits === 0) return NO_LEAK;
  const more = (bits & 4) !== 0;
  return { heap: (bits & 1) !== 0, contentHeap: (bits & 2) !== 0, results: more ? r.uleb() : 0, contentResults: more ? r.uleb() : 0 };
}

export class SummaryReader {
  private readonly names: Map<string, number> = new Map();
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    if (bytes.length === 0) return;
    const r = new ByteReader(bytes);
    const n = r.u32();
    const offsets: number[] = [];
    for (let i = 0; i < n; i++) offsets.push(r.u32());
    const base = 4 + 4 * n;
    for (const o of offsets) {
      const e = new ByteReader(bytes);
      e.pos = base + o;
      const name = e.str();
      this.names.set(name, e.pos);
    }
  }

  get(name: string): FuncSummary | null {
    const at = this.names.get(name);
    if (at === undefined) return null;
    const r = new ByteReader(this.bytes);
    r.pos = at;
    const abi = r.u8();
    const bits = r.u8();
    const bound = r.uleb();
    let escape: EscapeSummary | null = null;
    if (bits & 8) {
      const n = r.uleb();
      const params: ParamLeak[] = [];
      for (let i = 0; i < n; i++) params.push(readLeak(r));
      escape = { params, context: readLeak(r) };
    }
    return { abi, suspends: bits & 3, checked: (bits & 4) !== 0, bound, escape };
  }
}
