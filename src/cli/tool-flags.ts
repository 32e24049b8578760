// -gcflags and -ldflags: "[pattern=]words" any number of times; for a package the last one that matches counts. Without a pattern it
// is for the packages that the command names. The words are flags of cmd/compile and cmd/link: those that have no meaning here are
// accepted, others are errors in the words of Go's flag package.

import type { CompileFlags } from '../compile/input.ts';
import type { Experiments } from '../build/experiments.ts';
import type { Package } from '../build/package.ts';
import { BuildError } from '../build/system.ts';
import { relative } from '../source/report.ts';
import { splitQuoted } from './flags.ts';

interface Entry { pattern: string; words: readonly string[] }

/** One of these flags, with its values in the order of the command line. */
export class PerPackage {
  private readonly entries: Entry[];

  constructor(values: readonly string[]) {
    this.entries = values.map((v) => v.trim()).filter((v) => v !== '').map((v) => {
      const eq = v.startsWith('-') ? -1 : v.indexOf('=');
      return { pattern: v.slice(0, Math.max(0, eq)).trim(), words: splitQuoted(v.slice(eq + 1)) as readonly string[] };
    });
  }

  /** Why a value is none, or ''. */
  static problem(value: string): string {
    const v = value.trim();
    if (v === '') return '';
    const first = v[0]!;
    let rest = v;
    if (first !== '-') {
      const eq = v.indexOf('=');
      if (eq < 0) return 'missing =<value> in <pattern>=<value>';
      if (eq === 0) return 'missing <pattern> in <pattern>=<value>';
      if (first === '\'' || first === '"') return `parameter may not start with quote character ${first}`;
      rest = v.slice(eq + 1);
    }
    const words = splitQuoted(rest);
    return typeof words === 'string' ? words : '';
  }

  /** The words for a package; root: the command names it. */
  words(p: Package, root: boolean, cwd: string): readonly string[] {
    for (let i = this.entries.length - 1; i >= 0; i--) {
      const e = this.entries[i]!;
      if (e.pattern === '' ? root : matches(e.pattern, p, cwd)) return e.words;
    }
    return [];
  }
}

function matches(pattern: string, p: Package, cwd: string): boolean {
  if (pattern === 'all') return true;
  if (pattern === 'std') return p.standard;
  if (pattern === 'cmd') return p.path.startsWith('cmd/');
  const local = /^\.{1,2}(\/|$)/.test(pattern);
  const name = local ? relative(cwd, p.dir) : p.path;
  if (local && (name.startsWith('/') || (name.startsWith('..') && !pattern.startsWith('..')))) return false;
  const wanted = pattern.replace(/^\.\/(?!\.)/, '').replace(/^\.$/, '');
  const re = wanted.replace(/^\.\//, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\/\\\.\\\.\\\.$/, '(/.*)?').replace(/\\\.\\\.\\\./g, '.*');
  return new RegExp(`^${re}$`).test(local && name === '.' ? '' : name);
}

/** Names of a tool's flags: with a value of their own, counts and bools ("-x", "-x=1"). */
interface Tool { usage: string; values: ReadonlySet<string>; others: ReadonlySet<string> }

const list = (s: string): Set<string> => new Set(s.split(' '));

const COMPILE: Tool = {
  usage: 'usage: compile [options] file.go...',
  values: list('D I asmhdr bench blockprofile buildid c coveragecfg cpuprofile d embedcfg env gendwarfinl importcfg installsuffix json lang linkobj memprofile ' +
    'memprofilerate mutexprofile o p pgoprofile spectre symabis traceprofile trimpath'),
  others: list('% + B C E K L N S V W asan clobberdead clobberdeadreg complete dwarf dwarfbasentries dwarflocationlists dynlink e errorurl goversion h j l ' +
    'linkshared live m msan nolocalimports pack r race shared smallframes std t v w wb'),
};
const LINK: Tool = {
  usage: 'usage: link [options] main.o',
  values: list('B D E H I L R T X benchmark benchmarkprofile buildid buildmode cpuprofile debugtextsize debugtramp extar extld extldflags fipso funcalign ' +
    'importcfg installsuffix k libgcc linkmode memprofile memprofilerate o pluginpath r randlayout strictdups tmpdir'),
  others: list('V a aslr asan bindnow c capturehostobjs checklinkname compressdwarf d debugnosplit dumpdep e f g h linkshared msan n pruneweakmap race s v w'),
};

/** Name and value of each flag; a bool's value is 'true' unless given. Errors are those of the tool for a package. */
function parse(words: readonly string[], tool: Tool, path: string): [string, string][] {
  const out: [string, string][] = [];
  for (let i = 0; i < words.length; i++) {
    const m = /^--?([^-=][^=]*)(?:=(.*))?$/s.exec(words[i]!);
    if (m === null) break; // an operand: the tool has its own
    const name = m[1]!;
    if (tool.values.has(name)) {
      if (name === 'X' && m[2] === undefined && i + 1 >= words.length) noDefine(path);
      if (m[2] === undefined && i + 1 >= words.length) toolError(path, `flag needs an argument: -${name}\n${tool.usage}`);
      out.push([name, m[2] ?? words[++i]!]);
    } else if (tool.others.has(name)) out.push([name, m[2] ?? 'true']);
    else toolError(path, `flag provided but not defined: -${name}\n${tool.usage}`);
  }
  return out;
}

function toolError(path: string, text: string): never {
  throw new BuildError(`# ${path}\n${text}`);
}

function noDefine(path: string): never {
  return toolError(path, 'link: -X flag requires argument of the form importpath.name=value');
}

/** The highest language version. */
const MAX_MINOR = 26;

function language(value: string, path: string): string {
  const m = /^go1\.([0-9]+)$/.exec(value);
  if (value !== '' && m === null) toolError(path, `compile: invalid value "${value}" for -lang: should be something like "go1.12"`);
  if (m !== null && Number(m[1]) > MAX_MINOR) toolError(path, `compile: invalid value "${value}" for -lang: max known version is "go1.${MAX_MINOR}"`);
  return value;
}

/** What the flags of cmd/compile mean for us. */
export function compileFlags(words: readonly string[], path: string, goos: string, experiments: Experiments): CompileFlags {
  const f: CompileFlags = {
    noOptimize: false, noInline: false, explain: false, ...(experiments.has('fieldtrack') ? { fieldTrack: true } : {}), debugSuspend: false,
    variant: goos === 'wasip1' ? 'wasip1' : 'js-shared',
  };
  for (const [name, value] of parse(words, COMPILE, path)) {
    const on = value !== 'false' && value !== '0';
    switch (name) {
      case 'N': f.noOptimize = on; break;
      case 'l': f.noInline = on; break;
      case 'm':
        if (!/^(true|false|[0-9]+)$/.test(value)) toolError(path, `invalid boolean value "${value}" for -m: invalid count "${value}"\n${COMPILE.usage}`);
        f.explain = on;
        break;
      case 'e': if (on) f.allErrors = true; break;
      case 'lang': if (language(value, path) !== '') f.lang = value; break;
      case 'd':
        if (value.split(',').includes('suspend')) f.debugSuspend = true;
        if (value.split(',').includes('nopoll')) f.noPolls = true;
        break;
      default: // nothing to do here
    }
  }
  return f;
}

export interface LinkFlags { names: boolean; defines: (readonly [string, string])[] }

/** What the flags of cmd/link mean for us. */
export function linkFlags(words: readonly string[], path: string): LinkFlags {
  const out: LinkFlags = { names: true, defines: [] };
  for (const [name, value] of parse(words, LINK, path)) {
    if ((name === 's' || name === 'w') && value !== 'false' && value !== '0') out.names = false;
    if (name !== 'X') continue;
    const eq = value.indexOf('=');
    if (eq < 0) noDefine(path);
    out.defines.push([value.slice(0, eq), value.slice(eq + 1)]);
  }
  return out;
}
