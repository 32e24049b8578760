// The summaries section of an object: for each function what callers need to know of it. Layout: u32 count, then entries sorted by
// name: a table of u32 offsets, then per entry {str name, control part, escape part}.

import { ByteReader, ByteWriter } from '../base/bytes.ts';
import type { EscapeSummary } from '../ssa/program/summary.ts';

/** Control part: docs/design/abi.md. */
export interface ControlSummary {
  abi: number;
  suspends: number;
  checked: boolean;
  bound: number;
}

export interface FuncSummary extends ControlSummary {
  escape: EscapeSummary | null;
  /** It calls recover, or passes its place on the stack on to a function that does (a wrapper). */
  recovers: boolean;
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
    body.u8(s.suspends | (s.checked ? 4 : 0) | (s.escape !== null ? 8 : 0) | (s.recovers ? 16 : 0));
    body.uleb(s.bound);
    if (s.escape !== null) writeEscape(body, s.escape);
  }
  const w = new ByteWriter(body.len + 4 * offsets.length + 4);
  w.u32(offsets.length);
  for (const o of offsets) w.u32(o);
  w.bytes(body.view());
  return w.view();
}

function writeEscape(w: ByteWriter, e: EscapeSummary): void {
  const words = (list: readonly number[]): void => {
    w.uleb(list.length);
    for (const n of list) w.uleb(n + 1);
  };
  words(e.params);
  words(e.results);
  words(e.captures);
  w.uleb(e.context + 1);
  w.uleb(e.nodes.length);
  for (const n of e.nodes) {
    w.u8(n.leak);
    w.uleb(n.content + 1);
  }
}

function readEscape(r: ByteReader): EscapeSummary {
  const words = (): number[] => Array.from({ length: r.uleb() }, () => r.uleb() - 1);
  const params = words();
  const results = words();
  const captures = words();
  const context = r.uleb() - 1;
  const nodes = Array.from({ length: r.uleb() }, () => ({ leak: r.u8(), content: r.uleb() - 1 }));
  return { params, context, captures, results, nodes, buffer: 0 };
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
    const escape = bits & 8 ? readEscape(r) : null;
    return { abi, suspends: bits & 3, checked: (bits & 4) !== 0, bound, escape, recovers: (bits & 16) !== 0 };
  }
}
