// The command line of `gossamer test`: flags of the command and the build, flags that go on to the test binary as -test.name, flags and
// arguments that are the test binary's own, and packages (go help test, go help testflag).

import { BOOL, UsageError, Flags, splitWords } from '../flags.ts';
import { BUILD_FLAGS } from '../build-flags.ts';

export const USAGE = 'usage: go test [build/test flags] [packages] [build/test flags & test binary flags]';

/** Flags for the test binary, with what their values are. */
const PASSED: Readonly<Record<string, 'bool' | 'int' | 'string' | 'duration' | 'v' | 'shuffle'>> = {
  artifacts: 'bool', bench: 'string', benchmem: 'bool', benchtime: 'string', blockprofile: 'string', blockprofilerate: 'string', count: 'int',
  coverprofile: 'string', cpu: 'string', cpuprofile: 'string', failfast: 'bool', fullpath: 'bool', fuzz: 'string', fuzzminimizetime: 'string',
  fuzztime: 'string', list: 'string', memprofile: 'string', memprofilerate: 'string', mutexprofile: 'string', mutexprofilefraction: 'string',
  outputdir: 'string', parallel: 'int', run: 'string', short: 'bool', shuffle: 'shuffle', skip: 'string', timeout: 'duration', trace: 'string', v: 'v',
};
const OWN_BOOLS = ['c', 'json'];
const OWN_VALUES = ['o', 'exec', 'vet', 'coverpkg', 'covermode'];
const BUILD_BOOLS = BUILD_FLAGS.bools.filter((b) => b !== 'v' && b !== 'json');
const PROFILES = ['blockprofile', 'cpuprofile', 'memprofile', 'mutexprofile', 'trace'];

export interface TestFlags {
  /** Null: none given, which means the current directory with its output as it comes. */
  packages: string[] | null;
  /** Arguments of the test binary. */
  args: string[];
  /** For openSession. */
  build: Flags;
  json: boolean;
  compileOnly: boolean;
  output: string;
  exec: string[];
  verbose: boolean;
  verboseJson: boolean;
  bench: string;
  list: string;
  fuzz: string;
  failFast: boolean;
  help: boolean;
  /** Nanoseconds; 0 for none. */
  timeout: bigint;
  /** A profile is asked for, so the binary is kept: its flag. */
  profile: string;
}

/** One flag as the flag package reads it. */
interface Parsed { name: string; value: string; hasValue: boolean; raw: string }

export function parseTestFlags(argv: readonly string[], goflags: string, cwd: string): TestFlags {
  const p = new Parser(cwd);
  for (const w of splitWords(goflags)) p.goflag(w);
  p.parse([...argv]);
  return p.result();
}

class Parser {
  private readonly build: string[] = [];
  private readonly values = new Map<string, string>();
  private readonly explicit: string[] = [];
  private readonly fromGoflags = new Map<string, string>();
  private packages: string[] | null = null;
  private readonly cwd: string;

  constructor(cwd: string) {
    this.cwd = cwd;
  }

  /** A word of $GOFLAGS: flags that the command does not have are for other commands. */
  goflag(word: string): void {
    const f = splitFlag(word);
    if (f === null || kindOf(f.name) === null) return;
    const passed = passedName(f.name);
    const value = this.value(f, f.hasValue ? f.value : 'true');
    this.set(f.name, value);
    if (passed !== null) this.fromGoflags.set(passed, value);
  }

  parse(args: string[]): void {
    let unknown = '';
    let inList = false;
    let afterFlag = false;
    while (args.length > 0) {
      const arg = args[0]!;
      const wasAfterFlag = afterFlag;
      afterFlag = false;
      if (arg === '--') {
        this.explicit.push(...args);
        break;
      }
      const f = splitFlag(arg);
      if (f === null) {
        if (!inList && this.packages !== null) {
          if (!wasAfterFlag) {
            this.explicit.push(...args);
            break;
          }
          this.explicit.push(arg); // perhaps the value of a flag of the test's own
        } else {
          inList = true;
          (this.packages ??= []).push(arg);
        }
        args = args.slice(1);
        continue;
      }
      if (f.name === '' || f.name[0] === '-' || f.name[0] === '=') wrong(`bad flag syntax: ${arg}`);
      inList = false;
      args = args.slice(1);
      if (kindOf(f.name) === null) {
        if (f.name === 'h' || f.name === 'help') throw new UsageError(`${USAGE}\n${DETAILS}`);
        this.packages ??= [];
        if (f.raw === '-args' || f.raw === '--args') {
          this.explicit.push(...args);
          break;
        }
        if (unknown === '') unknown = f.raw;
        this.explicit.push(f.raw);
        afterFlag = !f.hasValue;
        continue;
      }
      args = this.known(f, args);
    }
    if (unknown !== '' && this.values.get('c') === 'true') wrong(`go: unknown flag ${unknown.replace(/=.*/, '')} cannot be used with -c`);
  }

  private known(f: Parsed, args: string[]): string[] {
    const bool = isBool(f.name);
    let given = f.value;
    if (!f.hasValue && bool) given = 'true';
    else if (!f.hasValue) {
      if (args.length === 0) wrong(`flag needs an argument: -${f.name}`);
      given = args[0]!;
      args = args.slice(1);
    }
    const value = this.value(f, given);
    this.set(f.name, value);
    const passed = passedName(f.name);
    if (passed !== null) {
      this.explicit.push(`-test.${passed}=${value}`);
      this.fromGoflags.delete(passed);
    }
    return args;
  }

  private set(name: string, value: string): void {
    const passed = passedName(name);
    this.values.set(passed ?? name, value);
    if (passed === null && (BUILD_BOOLS.includes(name) || BUILD_FLAGS.values.includes(name)) && name !== 'o' && name !== 'exec') this.build.push(`-${name}=${value}`);
  }

  /** The value in the form that the flag package prints. */
  private value(f: Parsed, s: string): string {
    const bad = (why: string): never => wrong(`invalid value "${s}" for flag -${f.name}: ${why}`);
    const boolean = (): string => {
      if (!BOOL.test(s)) wrong(`invalid boolean value "${s}" for -${f.name}: parse error`);
      return String(/^[1tT]/.test(s));
    };
    switch (kindOf(f.name)) {
      case 'bool': return boolean();
      case 'int': return /^[+-]?\d+$/.test(s) ? String(Number(s)) : bad('parse error');
      case 'duration': return formatDuration(parseDuration(s) ?? bad('parse error'));
      case 'v': return s === 'test2json' ? s : boolean();
      case 'shuffle':
        if (s !== 'on' && s !== 'off' && !/^[+-]?\d+$/.test(s)) bad(`-shuffle argument must be "on", "off", or an int64: strconv.ParseInt: parsing "${s}": invalid syntax`);
        return s;
      default:
        if (f.name.replace(/^test\./, '') === 'outputdir' && s !== '' && !s.startsWith('/')) return `${this.cwd}/${s}`;
        return s;
    }
  }

  result(): TestFlags {
    const v = (name: string): string => this.values.get(name) ?? '';
    const on = (name: string): boolean => v(name) === 'true';
    const injected: string[] = [];
    if (on('json')) {
      injected.push('-test.v=test2json');
      this.fromGoflags.delete('v');
    }
    for (const [name, value] of [...this.fromGoflags].sort(([a], [b]) => (a < b ? -1 : 1))) injected.push(`-test.${name}=${value}`);
    const timeout = this.values.has('timeout') ? parseDuration(v('timeout'))! : DEFAULT_TIMEOUT;
    if (!this.values.has('timeout')) injected.push(`-test.timeout=${formatDuration(DEFAULT_TIMEOUT)}`);
    const profile = PROFILES.find((p) => v(p) !== '') ?? '';
    if ((profile !== '' || on('artifacts')) && !this.values.has('outputdir')) injected.push(`-test.outputdir=${this.cwd}`);
    const end = this.explicit.indexOf('--');
    const flags = end < 0 ? this.explicit : this.explicit.slice(0, end);
    return {
      packages: this.packages === null || this.packages.length === 0 ? null : this.packages,
      args: [...injected, ...this.explicit],
      build: new Flags('test', USAGE, BUILD_FLAGS, this.build),
      json: on('json'), compileOnly: on('c'), output: v('o'), exec: splitWords(v('exec')),
      verbose: v('v') !== '' && v('v') !== 'false', verboseJson: v('v') === 'test2json',
      bench: v('bench'), list: v('list'), fuzz: v('fuzz'), failFast: on('failfast'),
      help: flags.some((a) => /^(-h|--?help)$/.test(a)), timeout, profile: profile === '' ? '' : `-${profile}`,
    };
  }
}

const DETAILS = "Run 'go help test' and 'go help testflag' for details.";

function wrong(what: string): never {
  throw new UsageError(`${what}\n${USAGE}\n${DETAILS}`);
}

/** -name, --name, -name=value; null for what is no flag. */
function splitFlag(arg: string): Parsed | null {
  if (arg.length < 2 || arg[0] !== '-') return null;
  const body = arg.replace(/^--?/, '');
  const eq = body.indexOf('=', 1);
  return { name: eq < 0 ? body : body.slice(0, eq), value: eq < 0 ? '' : body.slice(eq + 1), hasValue: eq >= 0, raw: arg };
}

/** The name of a flag that is passed on: -run and -test.run are the same. */
function passedName(name: string): string | null {
  const short = name.replace(/^test\./, '');
  return Object.hasOwn(PASSED, short) ? short : null;
}

function kindOf(name: string): (typeof PASSED)[string] | null {
  const passed = passedName(name);
  if (passed !== null) return PASSED[passed]!;
  if (BUILD_BOOLS.includes(name) || OWN_BOOLS.includes(name)) return 'bool';
  return BUILD_FLAGS.values.includes(name) || OWN_VALUES.includes(name) ? 'string' : null;
}

function isBool(name: string): boolean {
  const k = kindOf(name);
  return k === 'bool' || k === 'v';
}

// --- durations (package time) ------------------------------------------------------------------------------------------------

const UNITS: Readonly<Record<string, bigint>> = { ns: 1n, us: 1000n, 'µs': 1000n, 'μs': 1000n, ms: 1_000_000n, s: 1_000_000_000n, m: 60_000_000_000n, h: 3_600_000_000_000n };
const DEFAULT_TIMEOUT = 10n * UNITS['m']!;

/** Nanoseconds, or null. */
export function parseDuration(s: string): bigint | null {
  const m = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/.exec(s);
  if (m === null) return null;
  let total = 0n;
  for (const part of m[2]!.matchAll(/(\d*)\.?(\d*)(ns|us|µs|μs|ms|s|m|h)/g)) {
    const unit = UNITS[part[3]!]!;
    total += BigInt(part[1] || '0') * unit + (part[2] === '' ? 0n : (BigInt(part[2]!) * unit) / 10n ** BigInt(part[2]!.length));
  }
  return m[1] === '-' ? -total : total;
}

/** time.Duration's String. */
export function formatDuration(ns: bigint): string {
  if (ns < 0n) return `-${formatDuration(-ns)}`;
  if (ns === 0n) return '0s';
  const fixed = (unit: bigint): string => {
    const frac = String(ns % unit).padStart(String(unit).length - 1, '0').replace(/0+$/, '');
    return `${ns / unit}${frac === '' ? '' : `.${frac}`}`;
  };
  if (ns < 1000n) return `${ns}ns`;
  if (ns < UNITS['ms']!) return `${fixed(1000n)}µs`;
  if (ns < UNITS['s']!) return `${fixed(UNITS['ms']!)}ms`;
  const h = ns / UNITS['h']!;
  const m = (ns % UNITS['h']!) / UNITS['m']!;
  ns %= UNITS['m']!;
  const s = `${fixed(UNITS['s']!)}s`;
  return h > 0n ? `${h}h${m}m${s}` : m > 0n ? `${m}m${s}` : s;
}
