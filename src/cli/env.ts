// gossamer env

import { Flags } from './flags.ts';
import { findGoroot } from '../build/goroot.ts';
import { RELEASE } from '../build/context.ts';
import { dirname, join } from '../build/path.ts';
import { NodeSystem } from './node/system.ts';
import { platformCache } from './build-flags.ts';

export const USAGE = 'usage: go env [-json] [-changed] [-u] [-w] [var ...]';

export function env(argv: readonly string[]): number {
  const f = new Flags('env', USAGE, { bools: ['json', 'changed', 'u', 'w'], values: [] }, argv);
  if (f.bool('u') || f.bool('w')) {
    process.stderr.write('go: env -w and -u are not supported: set environment variables\n');
    return 1;
  }
  const vars = variables();
  if (f.bool('json')) {
    const all = f.args.length > 0 ? Object.fromEntries(f.args.map((a) => [a, vars.get(a) ?? ''])) : Object.fromEntries(vars);
    process.stdout.write(`${JSON.stringify(all, null, '\t')}\n`);
  } else if (f.args.length > 0) {
    for (const a of f.args) process.stdout.write(`${vars.get(a) ?? process.env[a] ?? ''}\n`);
  } else {
    for (const [k, v] of vars) process.stdout.write(`${k}='${v.replaceAll("'", "'\\''")}'\n`);
  }
  return 0;
}

/** Sorted by name. */
function variables(): Map<string, string> {
  const sys = new NodeSystem();
  const cache = platformCache(sys);
  const e = (name: string, otherwise: string) => {
    const v = process.env[name];
    return v === undefined || v === '' ? otherwise : v;
  };
  let gomod = '';
  for (let d = sys.cwd(); ; d = dirname(d)) {
    if (sys.stat(join(d, 'go.mod')) !== null) gomod = join(d, 'go.mod');
    if (gomod !== '' || d === '/' || d === '.') break;
  }
  const gopath = e('GOPATH', join(e('HOME', '/'), 'go'));
  const list: [string, string][] = [
    ['CGO_ENABLED', '0'], ['GO111MODULE', e('GO111MODULE', '')], ['GOARCH', 'wasm'], ['GOBIN', e('GOBIN', '')], ['GOCACHE', cache], ['GOCACHEPROG', ''],
    ['GODEBUG', e('GODEBUG', '')], ['GOENV', 'off'], ['GOEXE', ''], ['GOEXPERIMENT', e('GOEXPERIMENT', '')], ['GOFLAGS', e('GOFLAGS', '')], ['GOHOSTARCH', 'wasm'],
    ['GOHOSTOS', 'js'], ['GOINSECURE', e('GOINSECURE', '')], ['GOMOD', gomod === '' ? '/dev/null' : gomod], ['GOMODCACHE', e('GOMODCACHE', join(gopath, 'pkg/mod'))],
    ['GONOPROXY', e('GONOPROXY', e('GOPRIVATE', ''))], ['GONOSUMDB', e('GONOSUMDB', e('GOPRIVATE', ''))], ['GOOS', process.env['GOOS'] === 'wasip1' ? 'wasip1' : 'js'],
    ['GOPATH', gopath], ['GOPRIVATE', e('GOPRIVATE', '')], ['GOPROXY', e('GOPROXY', 'https://proxy.golang.org,direct')], ['GOROOT', findGoroot(sys, cache) ?? ''],
    ['GOSUMDB', e('GOSUMDB', 'sum.golang.org')], ['GOTMPDIR', e('GOTMPDIR', '')], ['GOTOOLCHAIN', 'local'], ['GOVCS', e('GOVCS', '')], ['GOVERSION', RELEASE],
    ['GOWASM', e('GOWASM', '')], ['GOWORK', e('GOWORK', '')],
  ];
  return new Map(list);
}
