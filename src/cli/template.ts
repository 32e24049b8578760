// The part of text/template that `list -f` is used with: fields, join, if/else/end, range/end, with/end, printf of %s, len, eq, not.

type Value = unknown;
interface Block { body: Item[]; otherwise: Item[] }
type Item = string | { action: string } | { verb: 'if' | 'range' | 'with'; arg: string; block: Block };

/** Expands a template over a record; missing fields are empty. */
export function expandTemplate(text: string, dot: Value): string {
  const parts = text.replaceAll(/\s+\{\{- /g, '{{ ').replaceAll(/ -\}\}\s+/g, ' }}').split(/\{\{(.*?)\}\}/s);
  const [items] = parse(parts, 0);
  return expand(items, dot);
}

/** Items from part i on up to "end" or "else"; the index of the part after. */
function parse(parts: readonly string[], i: number): [Item[], number, string] {
  const items: Item[] = [];
  for (; i < parts.length; i++) {
    const p = parts[i]!;
    if (i % 2 === 0) {
      items.push(p.replaceAll('\\n', '\n').replaceAll('\\t', '\t'));
      continue;
    }
    const action = p.trim();
    if (action === 'end' || action === 'else') return [items, i + 1, action];
    const m = /^(if|range|with)\s+(.*)$/.exec(action);
    if (m === null) {
      items.push({ action });
      continue;
    }
    let [body, next, stop] = parse(parts, i + 1);
    let otherwise: Item[] = [];
    if (stop === 'else') [otherwise, next, stop] = parse(parts, next);
    items.push({ verb: m[1] as 'if' | 'range' | 'with', arg: m[2]!, block: { body, otherwise } });
    i = next - 1;
  }
  return [items, i, ''];
}

function expand(items: readonly Item[], dot: Value): string {
  let s = '';
  for (const it of items) {
    if (typeof it === 'string') s += it;
    else if ('action' in it) s += format(evaluate(it.action, dot));
    else {
      const v = evaluate(it.arg, dot);
      if (!truth(v)) s += expand(it.block.otherwise, dot);
      else if (it.verb === 'range') for (const x of Array.isArray(v) ? v : Object.values(v as object)) s += expand(it.block.body, x);
      else s += expand(it.block.body, it.verb === 'with' ? v : dot);
    }
  }
  return s;
}

function truth(v: Value): boolean {
  return Array.isArray(v) ? v.length > 0 : v !== undefined && v !== null && v !== false && v !== '' && v !== 0;
}

function format(v: Value): string {
  if (v === undefined || v === null) return '';
  if (Array.isArray(v)) return `[${v.map(format).join(' ')}]`;
  return typeof v === 'object' ? JSON.stringify(v) : String(v);
}

/** An expression: operands, or a function and its operands. */
function evaluate(text: string, dot: Value): Value {
  const words = [...text.matchAll(/"((?:[^"\\]|\\.)*)"|\(([^()]*)\)|(\S+)/g)].map((m) =>
    m[1] !== undefined ? JSON.parse(`"${m[1]}"`) as string : m[2] !== undefined ? evaluate(m[2], dot) : operand(m[3]!, dot));
  const [head, ...args] = words;
  if (!(head instanceof Func)) return head;
  switch (head.name) {
    case 'join': return ((args[0] ?? []) as string[]).join(String(args[1] ?? ''));
    case 'len': return ((args[0] ?? []) as unknown[]).length;
    case 'not': return !truth(args[0]);
    case 'eq': return args.slice(1).some((a) => a === (args[0] ?? ''));
    case 'ne': return args[0] !== args[1];
    case 'and': return args.find((a) => !truth(a)) ?? args[args.length - 1];
    case 'or': return args.find(truth) ?? args[args.length - 1];
    case 'printf': {
      let k = 1;
      return String(args[0]).replaceAll(/%[svdq]/g, (v) => (v === '%q' ? JSON.stringify(format(args[k++])) : format(args[k++])));
    }
    default: throw new Error(`template: function "${head.name}" not defined`);
  }
}

class Func {
  readonly name: string;
  constructor(name: string) { this.name = name; }
}

function operand(word: string, dot: Value): Value {
  if (word === '.') return dot;
  if (word === 'true' || word === 'false') return word === 'true';
  if (/^[0-9]+$/.test(word)) return Number(word);
  if (!word.startsWith('.')) return new Func(word);
  let v = dot;
  for (const f of word.slice(1).split('.')) v = v === null || v === undefined ? undefined : (v as Record<string, unknown>)[f];
  return v;
}
