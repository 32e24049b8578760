// The part of text/template that `list -f` is used with: fields, variables of range, pipelines, join, if/else/end, range/end, with/end,
// comparisons, len, index, printf, print, and, or, not. Errors are the package's own.

import { BuildError } from '../build/system.ts';

type Value = unknown;
interface Block { body: Item[]; otherwise: Item[] }
interface Action { text: string; line: number; col: number }
type Item = string | { action: Action } | { verb: 'if' | 'range' | 'with'; arg: Action; block: Block };

/** Names of the Go types of a record ('') and of its fields that are records, for messages. */
export type Types = Readonly<Record<string, string>>;

export interface Template { expand(dot: Value, types: Types): string }

export function parseTemplate(text: string): Template {
  const items = new Parser(text).parse();
  return { expand: (dot, types) => new Expansion(dot, types).expand(items, dot) };
}

function fail(text: string): never {
  throw new BuildError(`template: main:${text}`);
}

/** Splits a template into text and actions, and nests the blocks. */
class Parser {
  private readonly parts: (string | Action)[] = [];
  private at = 0;
  private readonly lines: number;

  constructor(text: string) {
    let rest = 0;
    this.lines = text.split('\n').length;
    let trim = false;
    for (;;) {
      const open = text.indexOf('{{', rest);
      let plain = open < 0 ? text.slice(rest) : text.slice(rest, open);
      if (trim) plain = plain.replace(/^\s+/, '');
      const line = text.slice(0, Math.max(0, open)).split('\n').length;
      if (open < 0) {
        this.parts.push(plain);
        return;
      }
      const close = text.indexOf('}}', open);
      if (close < 0) fail(`${line}: unclosed action`);
      let action = text.slice(open + 2, close);
      if (/^-\s/.test(action)) plain = plain.replace(/\s+$/, '');
      trim = /\s-$/.test(action);
      action = action.replace(/^-\s/, '  ').replace(/\s-$/, '');
      this.parts.push(plain);
      const lead = action.length - action.trimStart().length;
      if (!/^\/\*.*\*\/$/s.test(action.trim())) {
        if (action.trim() === '') fail(`${line}: missing value for command`);
        this.parts.push({ text: action.trim(), line, col: open + 2 + lead - (text.lastIndexOf('\n', open) + 1) });
      }
      rest = close + 2;
    }
  }

  parse(): Item[] {
    const { items, stop } = this.items();
    if (stop !== null) fail(`${stop.line}: unexpected {{${stop.text.split(' ')[0]!}}}`);
    return items;
  }

  /** Items up to an end or else. */
  private items(): { items: Item[]; stop: Action | null } {
    const items: Item[] = [];
    while (this.at < this.parts.length) {
      const p = this.parts[this.at++]!;
      if (typeof p === 'string') {
        if (p !== '') items.push(p);
        continue;
      }
      if (/^(end|else\b.*)$/s.test(p.text)) return { items, stop: p };
      const m = /^(if|range|with)\b\s*(.*)$/s.exec(p.text);
      if (m !== null && m[2] === '') fail(`${p.line}: missing value for ${m[1]!}`);
      if (m === null) items.push({ action: p });
      else items.push({ verb: m[1] as 'if' | 'range' | 'with', arg: { ...p, text: m[2]! }, block: this.block(p.line) });
    }
    return { items, stop: null };
  }

  private block(line: number): Block {
    const body = this.items();
    let otherwise: Item[] = [];
    let stop = body.stop;
    if (stop !== null && stop.text !== 'end') {
      const chained = /^else\s+if\s+(.*)$/s.exec(stop.text);
      if (chained !== null) return { body: body.items, otherwise: [{ verb: 'if', arg: { ...stop, text: chained[1]! }, block: this.block(line) }] };
      ({ items: otherwise, stop } = this.items());
    }
    if (stop === null) fail(`${this.lines}: unexpected EOF`);
    return { body: body.items, otherwise };
  }
}

/** Shown for a pointer that is nil. */
const NIL = '<nil>';

class Expansion {
  private readonly root: Value;
  private readonly types: Types;

  constructor(root: Value, types: Types) {
    this.root = root;
    this.types = types;
  }

  expand(items: readonly Item[], dot: Value): string {
    let s = '';
    for (const it of items) {
      if (typeof it === 'string') s += it;
      else if ('action' in it) s += format(this.pipeline(it.action, dot));
      else s += this.block(it.verb, it.arg, it.block, dot);
    }
    return s;
  }

  private block(verb: 'if' | 'range' | 'with', arg: Action, block: Block, dot: Value): string {
    const v = this.pipeline(arg, dot);
    if (!truth(v)) return this.expand(block.otherwise, dot);
    if (verb !== 'range') return this.expand(block.body, verb === 'with' ? v : dot);
    const list = Array.isArray(v) ? v : Object.keys(v as object).sort().map((k) => (v as Record<string, unknown>)[k]);
    return list.map((x) => this.expand(block.body, x)).join('');
  }

  /** Commands joined by "|": the result of one is the last argument of the next. */
  private pipeline(a: Action, dot: Value): Value {
    let value: Value;
    let first = true;
    for (const command of splitOutside(a.text)) {
      value = this.command(command, a, dot, first ? [] : [value]);
      first = false;
    }
    return value;
  }

  private command(text: string, a: Action, dot: Value, last: Value[]): Value {
    const words: Value[] = [...text.matchAll(/"((?:[^"\\]|\\.)*)"|`([^`]*)`|\(([^()]*)\)((?:\.\w+)*)|(\S+)/g)].map((m) =>
      m[1] !== undefined ? JSON.parse(`"${m[1]}"`) as string : m[2] ?? (m[3] !== undefined ? this.fields(this.pipeline({ ...a, text: m[3] }, dot), m[4]!, a, '') : this.operand(m[5]!, a, dot)));
    const [head, ...args] = words;
    if (!(head instanceof Func)) return head;
    return call(head.name, [...args, ...last], a);
  }

  private operand(word: string, a: Action, dot: Value): Value {
    if (word === '.') return dot;
    if (word === '$') return this.root;
    if (word === 'true' || word === 'false') return word === 'true';
    if (/^-?[0-9]+$/.test(word)) return Number(word);
    if (word.startsWith('$.')) return this.fields(this.root, word.slice(1), a, word);
    if (!word.startsWith('.')) return new Func(word);
    return this.fields(dot, word, a, word);
  }

  /** Follows ".A.B". */
  private fields(v: Value, path: string, a: Action, shown: string): Value {
    let type = v === this.root ? this.types[''] ?? '' : '';
    let col = a.col + Math.max(0, a.text.indexOf(shown)) + (shown.startsWith('$') ? 1 : 0);
    for (const name of path.split('.').filter((n) => n !== '')) {
      const where = `${a.line}:${col}: executing "main" at <${shown}>`;
      col += name.length + 1;
      if (v === null || v === undefined) return fail(`${where}: nil pointer evaluating ${type}.${name}`);
      if (typeof v !== 'object' || (!(name in v) && type !== '')) return fail(`${where}: can't evaluate field ${name} in type ${type === '' ? goType(v) : type}`);
      v = (v as Record<string, unknown>)[name];
      type = this.types[name] ?? '';
    }
    return v;
  }
}

function goType(v: Value): string {
  if (typeof v === 'string') return 'string';
  if (typeof v === 'boolean') return 'bool';
  return typeof v === 'number' ? 'int' : '[]string';
}

/** Parts of a pipeline: "|" outside of quotes and parentheses. */
function splitOutside(text: string): string[] {
  const out = [''];
  let depth = 0;
  for (const m of text.matchAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|./gs)) {
    if (m[0] === '(') depth++;
    if (m[0] === ')') depth--;
    if (m[0] === '|' && depth === 0) out.push('');
    else out[out.length - 1] += m[0];
  }
  return out;
}

function truth(v: Value): boolean {
  if (v === null || v === undefined || v === false || v === '' || v === 0) return false;
  return typeof v !== 'object' || Object.keys(v).length > 0;
}

function format(v: Value): string {
  if (v === undefined || v === null) return NIL;
  if (Array.isArray(v)) return `[${v.map(format).join(' ')}]`;
  if (typeof v !== 'object') return String(v);
  return `map[${Object.keys(v).sort().map((k) => `${k}:${format((v as Record<string, unknown>)[k])}`).join(' ')}]`;
}

const ARGUMENTS: Readonly<Record<string, number>> = { join: 2, len: 1, not: 1, ne: 2, lt: 2, le: 2, gt: 2, ge: 2 };

function call(name: string, args: Value[], a: Action): Value {
  const want = ARGUMENTS[name] ?? args.length;
  if (args.length !== want) fail(`${a.line}:${a.col + a.text.indexOf(name)}: executing "main" at <${name}>: wrong number of args for ${name}: want ${want} got ${args.length}`);
  switch (name) {
    case 'join': return ((args[0] ?? []) as string[]).join(String(args[1] ?? ''));
    case 'len': return typeof args[0] === 'string' ? args[0].length : Object.keys((args[0] ?? []) as object).length;
    case 'index': return args.slice(1).reduce((v, i) => (v as Record<string, unknown>)[String(i)], args[0]);
    case 'not': return !truth(args[0]);
    case 'eq': return args.slice(1).some((x) => x === args[0]);
    case 'ne': return args[0] !== args[1];
    case 'lt': return (args[0] as number) < (args[1] as number);
    case 'le': return (args[0] as number) <= (args[1] as number);
    case 'gt': return (args[0] as number) > (args[1] as number);
    case 'ge': return (args[0] as number) >= (args[1] as number);
    case 'and': return args.find((x) => !truth(x)) ?? args[args.length - 1];
    case 'or': return args.find(truth) ?? args[args.length - 1];
    case 'print': return args.map(format).join('');
    case 'println': return `${args.map(format).join(' ')}\n`;
    case 'printf': {
      let k = 1;
      return String(args[0]).replaceAll(/%[svdqt%]/g, (v) => (v === '%%' ? '%' : v === '%q' ? JSON.stringify(format(args[k++])) : format(args[k++])));
    }
    default: return fail(`${a.line}: function "${name}" not defined`);
  }
}

class Func {
  readonly name: string;
  constructor(name: string) { this.name = name; }
}
