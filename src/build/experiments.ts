// GOEXPERIMENT: experiments of the release that are to be on ("name") or off ("noname"); "none" turns all off. Each is the build tag
// goexperiment.name. Some change only what the tag selects; fieldtrack makes the checker heed go:nointerface.

import { BuildError } from './system.ts';

const KNOWN = new Set(['fieldtrack', 'preemptibleloops', 'staticlockranking', 'boringcrypto', 'heapminimum512kib', 'arenas',
  'cgocheck2', 'loopvar', 'newinliner', 'dwarf5', 'jsonv2', 'greenteagc', 'randomizedheapbase64', 'runtimefreegc', 'sizespecializedmalloc',
  'goroutineleakprofile', 'simd', 'runtimesecret']);

/** Calling conventions of other architectures: accepted, without effect here. */
const ELSEWHERE = /^(no)?regabi(wrappers|args)?$/;

/** What this release turns on for its wasm targets. */
const DEFAULT = ['dwarf5', 'greenteagc', 'randomizedheapbase64'];

export class Experiments {
  private readonly on = new Set(DEFAULT);

  constructor(setting: string) {
    for (const word of setting.split(',')) {
      if (word === '' || ELSEWHERE.test(word)) continue;
      if (word === 'none') {
        this.on.clear();
        continue;
      }
      const off = word.startsWith('no') && KNOWN.has(word.slice(2));
      const name = off ? word.slice(2) : word;
      if (!KNOWN.has(name)) throw new BuildError(`go: unknown GOEXPERIMENT ${word}`, 2);
      if (off) this.on.delete(name);
      else this.on.add(name);
    }
  }

  has(name: string): boolean { return this.on.has(name); }

  tags(): string[] { return [...this.on].map((n) => `goexperiment.${n}`); }
}
