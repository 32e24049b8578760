// Command-line flags in Go's style: -name, --name, -name=value, -name value; flags end at the first argument or "--".

/** Text for standard error and the exit status 2 of a misused command. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What strconv.ParseBool takes. */
export const BOOL = /^(1|t|T|true|TRUE|True|0|f|F|false|FALSE|False)$/;

export interface FlagSpec {
  /** Flags without value. */
  bools: readonly string[];
  /** Flags with value. */
  values: readonly string[];
  /** Of flags whose values are checked: why one is wrong, or ''. */
  checks?: Readonly<Record<string, (value: string) => string>>;
}

export class Flags {
  private readonly set = new Map<string, string>();
  /** All values of a flag, in order. */
  private readonly all = new Map<string, string[]>();
  readonly args: string[] = [];

  /** usage: "usage: go build […]", shown when a flag is wrong. */
  constructor(command: string, usage: string, spec: FlagSpec, argv: readonly string[], goflags = '') {
    for (const w of splitWords(goflags)) this.fromGoflags(w, spec);
    const wrong = (what: string): never => {
      throw new UsageError(`${what}\n${usage}\nRun 'go help ${command}' for details.`);
    };
    let i = 0;
    for (; i < argv.length; i++) {
      const a = argv[i]!;
      if (a === '--') {
        i++;
        break;
      }
      if (a.length < 2 || a[0] !== '-') break;
      const body = a.replace(/^--?/, '');
      if (body === '' || body[0] === '-' || body[0] === '=') wrong(`bad flag syntax: ${a}`);
      const eq = body.indexOf('=');
      const name = eq < 0 ? body : body.slice(0, eq);
      if (spec.bools.includes(name)) {
        const v = eq < 0 ? 'true' : body.slice(eq + 1);
        const problem = spec.checks?.[name]?.(v) ?? (BOOL.test(v) ? '' : 'parse error');
        if (problem !== '') wrong(`invalid boolean value "${v}" for -${name}: ${problem}`);
        this.set.set(name, /^[1tT]/.test(v) ? 'true' : '');
      } else if (spec.values.includes(name)) {
        if (eq < 0 && i + 1 >= argv.length) wrong(`flag needs an argument: -${name}`);
        const first = i === 0;
        const v = eq < 0 ? argv[++i]! : body.slice(eq + 1);
        const problem = name === 'C' && !first ? '-C flag must be first flag on command line' : spec.checks?.[name]?.(v) ?? '';
        if (problem !== '') wrong(`invalid value "${v}" for flag -${name}: ${problem}`);
        this.add(name, v);
      } else if (name === 'h' || name === 'help') throw new UsageError(`${usage}\nRun 'go help ${command}' for details.`);
      else wrong(`flag provided but not defined: -${name}`);
    }
    this.args = argv.slice(i);
  }

  /** A word of $GOFLAGS: -name or -name=value; flags that the command does not have are for other commands. */
  private fromGoflags(word: string, spec: FlagSpec): void {
    const m = /^--?([^=]+)(?:=(.*))?$/.exec(word);
    if (m === null) return;
    if (spec.bools.includes(m[1]!)) this.set.set(m[1]!, m[2] === undefined || /^[1tT]/.test(m[2]) ? 'true' : '');
    else if (spec.values.includes(m[1]!)) this.add(m[1]!, m[2] ?? '');
  }

  private add(name: string, value: string): void {
    this.set.set(name, value);
    const list = this.all.get(name);
    if (list === undefined) this.all.set(name, [value]);
    else list.push(value);
  }

  bool(name: string): boolean { return (this.set.get(name) ?? '') !== ''; }
  value(name: string): string { return this.set.get(name) ?? ''; }
  values(name: string): readonly string[] { return this.all.get(name) ?? []; }
  has(name: string): boolean { return this.set.has(name); }
}

/** Splits a string into words: blanks, and words that begin with a quote up to the next one. A string result says what is wrong. */
export function splitQuoted(s: string): string[] | string {
  const out: string[] = [];
  for (const m of s.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)) {
    if (m[3] !== undefined && /^['"]/.test(m[3])) return `unterminated ${m[3][0]!} string`;
    out.push(m[1] ?? m[2] ?? m[3]!);
  }
  return out;
}

/** The same for what has been checked. */
export function splitWords(s: string): string[] {
  const words = splitQuoted(s);
  return typeof words === 'string' ? [] : words;
}
