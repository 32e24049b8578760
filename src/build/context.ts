// Which files belong to a build: GOOS, GOARCH, tags, and the rules for file names. (go/build's rules; cgo is off.)

import { Experiments } from './experiments.ts';
import { evalConstraint, type Constraint } from '../syntax/build-constraint.ts';

export const RELEASE = 'go1.26.8';
const MINOR = 26;

const KNOWN_OS = new Set(['aix', 'android', 'darwin', 'dragonfly', 'freebsd', 'hurd', 'illumos', 'ios', 'js', 'linux', 'nacl', 'netbsd',
  'openbsd', 'plan9', 'solaris', 'wasip1', 'windows', 'zos']);
const KNOWN_ARCH = new Set(['386', 'amd64', 'amd64p32', 'arm', 'armbe', 'arm64', 'arm64be', 'loong64', 'mips', 'mipsle', 'mips64',
  'mips64le', 'mips64p32', 'mips64p32le', 'ppc', 'ppc64', 'ppc64le', 'riscv', 'riscv64', 's390', 's390x', 'sparc', 'sparc64', 'wasm']);

/** wasm features that this release turns on. */
const TOOL_TAGS = ['wasm.satconv', 'wasm.signext'];

export class BuildContext {
  readonly goos: string;
  readonly goarch = 'wasm';
  private readonly tags: Set<string>;
  /** Equal for equal contexts. */
  readonly id: string;

  /** tags: those of -tags. */
  constructor(goos: 'js' | 'wasip1', tags: readonly string[], experiments = new Experiments('')) {
    this.goos = goos;
    this.tags = new Set([goos, this.goarch, 'gc', ...experiments.tags(), ...TOOL_TAGS, ...tags]);
    this.id = [...this.tags].sort().join(',');
    for (let i = 1; i <= MINOR; i++) this.tags.add(`go1.${i}`);
  }

  hasTag(tag: string): boolean {
    return this.tags.has(tag === 'boringcrypto' ? 'goexperiment.boringcrypto' : tag);
  }

  /** Whether a `//go:build` expression holds. */
  satisfies(c: Constraint): boolean {
    return evalConstraint(c, (t) => this.hasTag(t));
  }

  /** Whether a file name's _GOOS and _GOARCH suffixes fit: name_GOOS, name_GOARCH, name_GOOS_GOARCH, each perhaps with _test. */
  matchFileName(file: string): boolean {
    const name = file.split('.', 1)[0]!;
    const i = name.indexOf('_');
    if (i < 0) return true;
    const parts = name.slice(i).split('_');
    if (parts[parts.length - 1] === 'test') parts.pop();
    const last = parts[parts.length - 1];
    const before = parts[parts.length - 2];
    if (last === undefined) return true;
    if (before !== undefined && KNOWN_OS.has(before) && KNOWN_ARCH.has(last)) return this.hasTag(before) && this.hasTag(last);
    return !(KNOWN_OS.has(last) || KNOWN_ARCH.has(last)) || this.hasTag(last);
  }
}
