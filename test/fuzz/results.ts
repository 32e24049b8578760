// What the last complete runs found, committed as results.json: docs/conformance.md takes its numbers from there.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { homeDir } from '../../src/cli/build-flags.ts';
import type { Std } from '../conformance/toolchain.ts';

const file = (): URL => new URL('test/fuzz/results.json', homeDir());

function readAll(): Record<string, unknown> {
  return fs.existsSync(file()) ? (JSON.parse(fs.readFileSync(file(), 'utf8')) as Record<string, unknown>) : {};
}

/** Seeds that one compiler and runtime went through. */
export interface Round {
  /** Hash of compiler, runtime and std. */
  compiler: string;
  commit: string;
  from: number;
  to: number;
  /** Numbers that add up. */
  counts: Record<string, number>;
}

/** Rounds that the record of a corpus consists of. */
interface Entry extends Record<string, unknown> { rounds: Round[]; features?: Record<string, number> }

/** A round in progress, written to the record of its corpus after each batch. */
export class Recorder {
  private readonly earlier: Round[] = [];
  private readonly features: Record<string, number> = {};
  readonly round: Round;

  /** `goOn`: add to the record: to its last round if that was of this compiler and began at `from`, else as a further round. */
  constructor(private readonly corpus: string, std: Std, from: number, private readonly write: boolean, goOn: boolean) {
    const compiler = identity(std);
    const old = goOn ? (readAll()[corpus] as Entry | undefined) : undefined;
    this.earlier = old?.rounds ?? [];
    Object.assign(this.features, old?.features);
    const last = this.earlier.at(-1);
    this.round = last?.compiler === compiler && last.from === from ? this.earlier.pop()! : { compiler, commit: commit(), from, to: from, counts: {} };
  }

  /** Adds what the seeds up to `to` gave. */
  add(to: number, counts: Record<string, number>, features: ReadonlyMap<string, number> = new Map()): void {
    this.round.to = to;
    addTo(this.round.counts, Object.entries(counts));
    addTo(this.features, features);
    if (this.write) this.save();
  }

  private save(): void {
    const rounds = [...this.earlier, this.round];
    const total: Record<string, number> = {};
    for (const r of rounds) addTo(total, Object.entries(r.counts));
    const names = Object.keys(this.features).sort();
    const entry: Entry = { seeds: rounds.map((r) => `${r.from}..${r.to} (${r.commit})`).join(', '), ...total, ...(names.length > 0 ? { constructs: names.length } : {}), rounds };
    if (names.length > 0) entry.features = Object.fromEntries(names.map((n) => [n, this.features[n]!]));
    record(this.corpus, entry);
  }
}

function addTo(sums: Record<string, number>, more: Iterable<[string, number]>): void {
  for (const [k, n] of more) sums[k] = (sums[k] ?? 0) + n;
}

/** Changes with the compiler, the runtime and std: what the keys of std's packages depend on. */
function identity(std: Std): string {
  return createHash('sha256').update(std.packages.map((p) => `${p.path} ${p.key}`).sort().join('\n')).digest('hex').slice(0, 12);
}

/** The last commit that changed what is fuzzed. */
function commit(): string {
  const git = (...args: string[]): string => spawnSync('git', args, { cwd: homeDir(), encoding: 'utf8' }).stdout.trim();
  return git('log', '-1', '--abbrev=10', '--format=%h', '--', 'src', 'goroot') + (git('status', '--porcelain', 'src', 'goroot') === '' ? '' : ' with changes');
}

/** Replaces the entry of a corpus. */
export function record(corpus: string, entry: Record<string, unknown>): void {
  fs.writeFileSync(file(), `${JSON.stringify({ ...readAll(), [corpus]: entry }, null, 1)}\n`);
}
