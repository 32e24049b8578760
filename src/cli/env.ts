// gossamer env

import { BuildError } from '../build/system.ts';
import { Flags } from './flags.ts';
import { findGoroot } from '../build/goroot.ts';
import { RELEASE } from '../build/context.ts';
import { dirname, join } from '../build/path.ts';
import { NodeSystem } from './node/system.ts';
import { platformCache } from './build-flags.ts';

export const USAGE = 'usage: go env [-json] [-changed] [-u] [-w] [var ...]';

export function env(argv: readonly string[]): number {
  const f = new Flags('env', USAGE, { bools: ['json', 'changed', 'u', 'w', 'n', 'x'], values: [] }, argv);
  const vars = variables();
  if (f.bool('json') && (f.bool('u') || f.bool('w'))) throw new BuildError(`go: cannot use -json with -${f.bool('u') ? 'u' : 'w'}`);
  if (f.bool('u') && f.bool('w')) throw new BuildError('go: cannot use -u with -w');
  if (f.bool('u') || f.bool('w')) return change(f, vars);
  const shown = new Map(f.args.length > 0 ? f.args.map((a) => [a, vars.get(a) ?? process.env[a] ?? '']) : vars);
  if (f.bool('changed')) for (const [k, v] of shown) if (v === (defaults().get(k) ?? '')) shown.delete(k);
  if (f.bool('json')) process.stdout.write(`${JSON.stringify(Object.fromEntries([...shown].sort(([a], [b]) => (a < b ? -1 : 1))), null, '\t')}\n`);
  else if (f.args.length > 0 && !f.bool('changed')) for (const v of shown.values()) process.stdout.write(`${v}\n`);
  else for (const [k, v] of shown) process.stdout.write(`${k}='${v.replaceAll("'", "'\\''")}'\n`);
  return 0;
}

/** -w and -u: there is no file of settings (GOENV is off). */
function change(f: Flags, vars: ReadonlyMap<string, string>): number {
  if (f.bool('w') && f.args.length === 0) throw new BuildError('go: no KEY=VALUE arguments given');
  for (const a of f.args) {
    const eq = a.indexOf('=');
    if (f.bool('w') && eq < 0) throw new BuildError(`go: arguments must be KEY=VALUE: invalid argument: ${a}`);
    const key = f.bool('w') ? a.slice(0, eq) : a;
    if (!vars.has(key)) throw new BuildError(`go: unknown go command variable ${key}`);
  }
  throw new BuildError('go: GOENV=off: settings are not kept; set environment variables');
}

/** The values with nothing set in the environment. */
function defaults(): Map<string, string> {
  const known = new Set(['HOME', 'PATH', 'PWD', 'XDG_CACHE_HOME']);
  return variables(Object.fromEntries(Object.entries(process.env).filter(([k]) => known.has(k))));
}

/** Sorted by name. */
function variables(given: Readonly<Record<string, string | undefined>> = process.env): Map<string, string> {
  const sys = new NodeSystem();
  const cache = platformCache(sys);
  const e = (name: string, otherwise: string) => {
    const v = given[name];
    return v === undefined || v === '' ? otherwise : v;
  };
  let gomod = '';
  for (let d = sys.cwd(); ; d = dirname(d)) {
    if (sys.stat(join(d, 'go.mod')) !== null) gomod = join(d, 'go.mod');
    if (gomod !== '' || d === '/' || d === '.') break;
  }
  const gopath = e('GOPATH', join(e('HOME', '/'), 'go'));
  const list: [string, string][] = [
    ['AR', e('AR', 'ar')], ['CC', e('CC', 'gcc')], ['CGO_CFLAGS', e('CGO_CFLAGS', '-O2 -g')], ['CGO_CPPFLAGS', e('CGO_CPPFLAGS', '')], ['CGO_CXXFLAGS', e('CGO_CXXFLAGS', '-O2 -g')],
    ['CGO_ENABLED', '0'], ['CGO_FFLAGS', e('CGO_FFLAGS', '-O2 -g')], ['CGO_LDFLAGS', e('CGO_LDFLAGS', '-O2 -g')], ['CXX', e('CXX', 'g++')], ['GCCGO', e('GCCGO', 'gccgo')],
    ['GO111MODULE', e('GO111MODULE', '')], ['GOARCH', 'wasm'], ['GOAUTH', e('GOAUTH', 'netrc')], ['GOBIN', e('GOBIN', '')], ['GOCACHE', cache], ['GOCACHEPROG', ''],
    ['GODEBUG', e('GODEBUG', '')], ['GOENV', 'off'], ['GOEXE', ''], ['GOEXPERIMENT', e('GOEXPERIMENT', '')], ['GOFIPS140', e('GOFIPS140', 'off')], ['GOFLAGS', e('GOFLAGS', '')], ['GOGCCFLAGS', ''],
    ['GOHOSTARCH', 'wasm'],
    ['GOHOSTOS', 'js'], ['GOINSECURE', e('GOINSECURE', '')], ['GOMOD', gomod === '' ? '/dev/null' : gomod], ['GOMODCACHE', e('GOMODCACHE', join(gopath, 'pkg/mod'))],
    ['GONOPROXY', e('GONOPROXY', e('GOPRIVATE', ''))], ['GONOSUMDB', e('GONOSUMDB', e('GOPRIVATE', ''))], ['GOOS', given['GOOS'] === 'wasip1' ? 'wasip1' : 'js'],
    ['GOPATH', gopath], ['GOPRIVATE', e('GOPRIVATE', '')], ['GOPROXY', e('GOPROXY', 'https://proxy.golang.org,direct')], ['GOROOT', findGoroot(sys, cache) ?? ''],
    ['GOSUMDB', e('GOSUMDB', 'sum.golang.org')], ['GOTELEMETRY', 'off'], ['GOTELEMETRYDIR', ''], ['GOTMPDIR', e('GOTMPDIR', '')], ['GOTOOLCHAIN', 'local'], ['GOTOOLDIR', ''], ['GOVCS', e('GOVCS', '')], ['GOVERSION', RELEASE],
    ['GOWASM', e('GOWASM', '')], ['GOWORK', e('GOWORK', '')], ['PKG_CONFIG', e('PKG_CONFIG', 'pkg-config')],
  ];
  return new Map(list);
}
