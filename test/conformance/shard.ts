// Shares of a corpus: by a hash of the test's name, so that a test stays in its share when others are added.

import { createHash } from 'node:crypto';

/** The share, from 0, of a test among so many. */
export function shardOf(name: string, shards: number): number {
  return createHash('sha256').update(name).digest().readUInt32LE(0) % shards;
}

/** i/n on the command line, i from 0; '' is the whole. */
export function parseShard(text: string): { shard: number; shards: number } {
  if (text === '') return { shard: 0, shards: 1 };
  const m = /^(\d+)\/(\d+)$/.exec(text);
  if (m === null || Number(m[1]) >= Number(m[2])) throw new Error(`-shard ${text}: want i/n with i < n`);
  return { shard: Number(m[1]), shards: Number(m[2]) };
}
