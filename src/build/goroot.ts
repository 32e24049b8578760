// Where the standard library's sources come from: $GOSSAMER_GOROOT; a GOROOT or `go` on the PATH of exactly the pinned release;
// else the release's toolchain module from the module mirror, unpacked into the user cache.

import { unzipSync } from 'fflate';
import { Temporaries } from './atomic.ts';
import { RELEASE } from './context.ts';
import { dirname, join } from './path.ts';
import { moduleHash, nameInGoroot, Sources, SUMS, sumLines } from './sources.ts';
import { BuildError, type System } from './system.ts';

const MODULE = 'golang.org/toolchain';
const VERSION = `v0.0.1-${RELEASE}.linux-amd64`;
/** h1 hash of the module zip, as in the checksum database (sum.golang.org). */
const PINNED_H1: Record<string, string> = { 'v0.0.1-go1.26.8.linux-amd64': 'h1:ZOmGe1OnfREDMIdb1Qi4G9JSuDPBLGExZMQ4nis1RXM=' };

/** Finds GOROOT without the network; null if there is none of the pinned release. */
export function findGoroot(sys: System, cacheDir: string): string | null {
  const explicit = sys.env('GOSSAMER_GOROOT');
  if (explicit !== undefined && explicit !== '') {
    if (sys.readFile(join(explicit, 'src/runtime/chan.go')) === null) throw new BuildError(`GOSSAMER_GOROOT=${explicit} has no Go sources`);
    return explicit;
  }
  const candidates: string[] = [];
  const goroot = sys.env('GOROOT');
  if (goroot !== undefined && goroot !== '') candidates.push(goroot);
  for (const d of (sys.env('PATH') ?? '').split(':')) {
    if (d !== '' && sys.stat(join(d, 'go')) !== null) candidates.push(dirname(dirname(sys.realPath(join(d, 'go')))));
  }
  candidates.push(join(cacheDir, `goroot-${RELEASE}`));
  for (const c of candidates) if (releaseOf(sys, c) === RELEASE) return c;
  return null;
}

/** First line of GOROOT's VERSION file, '' if it is none. */
function releaseOf(sys: System, dir: string): string {
  const v = sys.readFile(join(dir, 'VERSION'));
  if (v === null || sys.stat(join(dir, 'src/runtime')) === null) return '';
  return new TextDecoder().decode(v).split('\n', 1)[0]!.trim();
}

/** Finds GOROOT, downloading it if need be. progress: told when a download starts. */
export async function getGoroot(sys: System, cacheDir: string, progress: (s: string) => void): Promise<string> {
  return findGoroot(sys, cacheDir) ?? await download(sys, cacheDir, progress);
}

/** Where the module is without a mirror: the answer to https://golang.org/toolchain?go-get=1. */
const DIRECT = 'https://go.dev/dl/mod';

/** The check of downloaded sources; null for a GOROOT that is not ours. */
export function sourcesOf(sys: System, cacheDir: string, goroot: string): Sources | null {
  if (goroot !== join(cacheDir, `goroot-${RELEASE}`)) return null;
  return new Sources(sys, goroot, `${MODULE}@${VERSION}/`, PINNED_H1[VERSION] ?? '');
}

/** Takes damaged sources away. */
export function discardGoroot(sys: System, cacheDir: string): void {
  const tmp = new Temporaries(sys, cacheDir).path();
  sys.makeDir(dirname(tmp));
  sys.rename(join(cacheDir, `goroot-${RELEASE}`), tmp);
  sys.remove(tmp);
}

async function download(sys: System, cacheDir: string, progress: (s: string) => void): Promise<string> {
  const failures: string[] = [];
  progress(`downloading ${MODULE}@${VERSION}`);
  for (const { proxy, anyError } of proxyList(sys.env('GOPROXY') || 'https://proxy.golang.org,direct')) {
    if (proxy === 'off') {
      failures.push('module lookup disabled by GOPROXY=off');
      break;
    }
    const base = proxy === 'direct' ? DIRECT : proxy.replace(/\/$/, '');
    if (!/^(https?|file):\/\/./.test(base)) throw new BuildError(`invalid GOPROXY URL ${JSON.stringify(proxy)}: use https://, http:// or file://, "direct" or "off"`);
    const url = `${base}/${MODULE}/@v/${VERSION}.zip`;
    const zip = await sys.fetch(url);
    if (typeof zip !== 'string') return unpack(sys, cacheDir, zip);
    failures.push(`${url}: ${zip}`);
    if (!anyError && !/^4(04|10)\b/.test(zip)) break;
  }
  throw new BuildError(`cannot find the Go standard library of ${RELEASE}: set GOSSAMER_GOROOT or GOROOT, or allow downloads through GOPROXY\n\t${failures.join('\n\t')}`);
}

/** Entries of GOPROXY. After a comma the next one is asked only if this one does not have the file (404, 410), after "|" upon any error. */
function proxyList(list: string): { proxy: string; anyError: boolean }[] {
  const out: { proxy: string; anyError: boolean }[] = [];
  for (const m of list.matchAll(/([^,|]*)([,|]|$)/g)) {
    const proxy = m[1]!.trim();
    if (proxy !== '') out.push({ proxy, anyError: m[2] === '|' });
  }
  return out;
}

async function unpack(sys: System, cacheDir: string, zip: Uint8Array): Promise<string> {
  const files = readZip(zip);
  const sums = sumLines(sys, files);
  await verify(sys, moduleHash(sys, sums));
  return install(sys, cacheDir, files, sums);
}

/** Writes the module's files into a directory of another name, so that a GOROOT of the right name is always whole. */
export function install(sys: System, cacheDir: string, files: Record<string, Uint8Array>, sums: string): string {
  const dir = join(cacheDir, `goroot-${RELEASE}`);
  const temporaries = new Temporaries(sys, cacheDir);
  temporaries.sweep();
  const tmp = temporaries.path();
  try {
    writeGoroot(sys, tmp, files, sums);
    if (releaseOf(sys, tmp) !== RELEASE) throw new BuildError(`${MODULE}@${VERSION} does not contain ${RELEASE}`);
  } catch (e) {
    temporaries.discard(tmp);
    throw e instanceof BuildError ? e : new BuildError(`cannot unpack ${MODULE}@${VERSION} into ${cacheDir}: ${e instanceof Error ? e.message : String(e)}`);
  }
  try {
    sys.rename(tmp, dir);
  } catch {
    // Another process was faster; or what is there is not whole.
    if (releaseOf(sys, dir) === RELEASE) temporaries.discard(tmp);
    else {
      sys.remove(dir);
      sys.rename(tmp, dir);
    }
  }
  return dir;
}

function readZip(zip: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(zip);
  } catch (e) {
    throw new BuildError(`verifying ${MODULE}@${VERSION}: not a zip file: ${e instanceof Error ? e.message : String(e)}`);
  }
}

function writeGoroot(sys: System, dir: string, files: Record<string, Uint8Array>, sums: string): void {
  const prefix = `${MODULE}@${VERSION}/`;
  let made = '';
  const write = (name: string, bytes: Uint8Array): void => {
    const path = join(dir, name);
    if (dirname(path) !== made) sys.makeDir(made = dirname(path));
    sys.createFile(path, bytes);
  };
  for (const [name, bytes] of Object.entries(files)) {
    if (!name.startsWith(prefix) || name.endsWith('/')) continue;
    const rel = name.slice(prefix.length);
    if (/^(src|lib)\//.test(rel) || rel === 'VERSION') write(nameInGoroot(rel), bytes);
  }
  write(SUMS, new TextEncoder().encode(sums));
}

async function verify(sys: System, h1: string): Promise<void> {
  const pinned = PINNED_H1[VERSION];
  if (pinned !== undefined) {
    if (pinned !== h1) throw new BuildError(`verifying ${MODULE}@${VERSION}: checksum mismatch\n\tdownloaded: ${h1}\n\tpinned:     ${pinned}`);
    return;
  }
  const db = sys.env('GOSUMDB');
  if (db === 'off' || sys.env('GONOSUMDB') === '*') return;
  const host = db === undefined || db === '' ? 'sum.golang.org' : db.split(/[ +]/)[0]!;
  const answer = await sys.fetch(`https://${host}/lookup/${MODULE}@${VERSION}`);
  if (typeof answer === 'string') throw new BuildError(`verifying ${MODULE}@${VERSION}: https://${host}: ${answer}`);
  const line = new TextDecoder().decode(answer).split('\n').find((l) => l.startsWith(`${MODULE} ${VERSION} `));
  if (line?.split(' ')[2] !== h1) throw new BuildError(`verifying ${MODULE}@${VERSION}: checksum mismatch\n\tdownloaded: ${h1}\n\tsum.golang.org: ${line ?? 'no entry'}`);
}
