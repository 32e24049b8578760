// gossamer clean: remove cached files.

import { Cache } from '../build/cache.ts';
import { BuildError } from '../build/system.ts';
import { Flags } from './flags.ts';
import { NodeSystem } from './node/system.ts';
import { platformCache } from './build-flags.ts';

export const USAGE = 'usage: go clean [-i] [-r] [-cache] [-testcache] [-modcache] [-fuzzcache] [build flags] [packages]';

export function clean(argv: readonly string[]): number {
  const f = new Flags('clean', USAGE, { bools: ['i', 'r', 'n', 'x', 'cache', 'testcache', 'modcache', 'fuzzcache'], values: [] }, argv);
  for (const name of ['cache', 'testcache', 'modcache', 'fuzzcache']) {
    if (f.bool(name) && f.args.length > 0) throw new BuildError(`go: clean -${name} cannot be used with package arguments`);
  }
  const sys = new NodeSystem();
  if (f.bool('testcache')) new Cache(sys, platformCache(sys)).clean(['test']);
  if (f.bool('cache')) new Cache(sys, platformCache(sys)).clean();
  return 0;
}
