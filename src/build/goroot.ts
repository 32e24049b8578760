// Where the standard library's sources come from: $GOSSAMER_GOROOT; a GOROOT or `go` on the PATH of exactly the pinned release;
// else the release's toolchain module from the module mirror, unpacked into the user cache.

import { unzipSync } from 'fflate';
import { RELEASE } from './context.ts';
import { dirname, join } from './path.ts';
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

async function download(sys: System, cacheDir: string, progress: (s: string) => void): Promise<string> {
  const failures: string[] = [];
  for (const proxy of (sys.env('GOPROXY') || 'https://proxy.golang.org,direct').split(/[,|]/)) {
    if (proxy === 'off') break;
    if (proxy === '' || proxy === 'direct') continue;
    const url = `${proxy.replace(/\/$/, '')}/${MODULE}/@v/${VERSION}.zip`;
    progress(`downloading ${MODULE}@${VERSION}`);
    const zip = await sys.fetch(url);
    if (typeof zip === 'string') {
      failures.push(`${url}: ${zip}`);
      continue;
    }
    return unpack(sys, cacheDir, zip);
  }
  throw new BuildError(`cannot find the Go standard library of ${RELEASE}: set GOSSAMER_GOROOT or GOROOT, or allow downloads through GOPROXY\n\t${failures.join('\n\t')}`);
}

async function unpack(sys: System, cacheDir: string, zip: Uint8Array): Promise<string> {
  const prefix = `${MODULE}@${VERSION}/`;
  const files = unzipSync(zip);
  const h1 = zipHash(sys, files);
  await verify(sys, h1);
  const dir = join(cacheDir, `goroot-${RELEASE}`);
  const tmp = `${dir}.tmp${sys.now()}`;
  for (const [name, bytes] of Object.entries(files)) {
    if (!name.startsWith(prefix) || name.endsWith('/')) continue;
    const rel = name.slice(prefix.length);
    // go.mod files are stored as _go.mod, since a module may not contain another.
    if (/^(src|lib)\//.test(rel) || rel === 'VERSION') sys.writeFile(join(tmp, rel.replace(/(^|\/)_go\.(mod|sum)$/, '$1go.$2')), bytes);
  }
  if (releaseOf(sys, tmp) !== RELEASE) throw new BuildError(`${MODULE}@${VERSION} does not contain ${RELEASE}`);
  try {
    sys.rename(tmp, dir);
  } catch {
    sys.remove(tmp); // another process was faster
  }
  return dir;
}

/** The module hash "h1:…": SHA-256 over the lines "sha256  name" of all files, sorted by name, in base64. */
function zipHash(sys: System, files: Record<string, Uint8Array>): string {
  const lines = Object.keys(files).filter((n) => !n.endsWith('/')).sort().map((n) => `${sys.sha256([files[n]!])}  ${n}\n`);
  const hex = sys.sha256([lines.join('')]);
  const bytes = hex.match(/../g)!.map((h) => parseInt(h, 16));
  return `h1:${btoa(String.fromCharCode(...bytes))}`;
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
