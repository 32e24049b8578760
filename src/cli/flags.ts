// Command-line flags in Go's style: -name, --name, -name=value, -name value; flags end at the first argument or "--".

/** Text for standard error and the exit status 2 of a misused command. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface FlagSpec {
  /** Flags without value. */
  bools: readonly string[];
  /** Flags with value. */
  values: readonly string[];
}

export class Flags {
  private readonly set = new Map<string, string>();
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
        if (!/^(1|t|T|true|TRUE|True|0|f|F|false|FALSE|False)$/.test(v)) wrong(`invalid boolean value "${v}" for -${name}: parse error`);
        this.set.set(name, /^[1tT]/.test(v) ? 'true' : '');
      } else if (spec.values.includes(name)) {
        if (eq < 0 && i + 1 >= argv.length) wrong(`flag needs an argument: -${name}`);
        this.set.set(name, eq < 0 ? argv[++i]! : body.slice(eq + 1));
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
    else if (spec.values.includes(m[1]!)) this.set.set(m[1]!, m[2] ?? '');
  }

  bool(name: string): boolean { return (this.set.get(name) ?? '') !== ''; }
  value(name: string): string { return this.set.get(name) ?? ''; }
  has(name: string): boolean { return this.set.has(name); }
}

/** Splits the value of -gcflags and the like: blanks, with 'single' and "double" quotes. */
export function splitWords(s: string): string[] {
  const out: string[] = [];
  for (const m of s.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)) out.push(m[1] ?? m[2] ?? m[3]!);
  return out;
}
