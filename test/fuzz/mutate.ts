// Changes to a source file: of tokens (deleted, doubled, exchanged, replaced by others of the file or of a dictionary), of bytes, of size.

import type { Random } from './gen/random.ts';

const TOKEN = /\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)+'|[A-Za-z_]\w*|\d[\w.]*|\s+|<<=|>>=|&\^=|\.\.\.|<-|:=|[-+*/%&|^=!<>]=|&&|\|\||<<|>>|&\^|\+\+|--|[^]/g;

const WORDS = ['break', 'case', 'chan', 'const', 'continue', 'default', 'defer', 'else', 'fallthrough', 'for', 'func', 'go', 'goto', 'if', 'import', 'interface', 'map', 'package', 'range', 'return', 'select', 'struct', 'switch', 'type', 'var',
  'nil', 'true', 'iota', '_', 'any', 'comparable', 'error', 'int', 'int8', 'uint64', 'float32', 'float64', 'complex128', 'string', 'bool', 'byte', 'rune', 'uintptr', 'unsafe.Pointer',
  'append', 'cap', 'clear', 'close', 'complex', 'copy', 'delete', 'imag', 'len', 'make', 'max', 'min', 'new', 'panic', 'print', 'println', 'real', 'recover', 'init', 'main', 'T', 'x',
  '+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>', '&^', '+=', '<<=', '&&', '||', '<-', '++', '==', '<', '=', '!', '~', '!=', ':=', '...', '(', '[', '{', ',', '.', ')', ']', '}', ';', ':',
  '0', '1', '-1', '1 << 63', '1e1000', '0x', '0b12', '08', '1_000', '0x1p-1074', '1i', '9223372036854775808', "'a'", "'\\u0000'", '"s"', '""', '`raw`', '\n', ' ', '[]int{}', 'struct{}', 'func() {}', 'interface{}', '*T', '[T any]', '[...]int', 'map[string]int', 'chan<- int', '//go:noinline\n', '/*', '*/', '1 << 1000000', '[1 << 40]int', 'type T T', 'L:', '(x)', '.(type)'];

export function mutate(r: Random, source: Uint8Array): Uint8Array {
  if (r.chance(0.12)) return bytes(r, source);
  const tokens = new TextDecoder('latin1').decode(source).match(TOKEN) ?? [];
  const solid: number[] = [];
  tokens.forEach((t, i) => { if (!/^(\s|\/\/)/.test(t)) solid.push(i); });
  if (solid.length < 3) return bytes(r, source);
  const gently = r.chance(0.4);
  for (let n = r.weighted([[6, 1], [3, 2], [2, 4], [1, 8]]); n > 0; n--) (gently ? adjust : change)(r, tokens, solid);
  return Buffer.from(tokens.join(''), 'latin1');
}

function change(r: Random, tokens: string[], solid: readonly number[]): void {
  const i = r.pick(solid), j = r.pick(solid);
  const word = /^\w/.test(tokens[i]!);
  const alike = (): string => {
    for (let n = 0; n < 20; n++) {
      const t = tokens[r.pick(solid)]!;
      if (/^\w/.test(t) === word && t !== tokens[i]) return t;
    }
    return tokens[j]!;
  };
  r.weighted<() => void>([
    [3, () => { tokens[i] = ''; }],
    [2, () => { tokens[i] += ` ${tokens[i]!}`; }],
    [2, () => { [tokens[i], tokens[j]] = [tokens[j]!, tokens[i]!]; }],
    [10, () => { tokens[i] = alike(); }],
    [5, () => { tokens[i] = r.pick(WORDS); }],
    [4, () => { tokens[i] += ` ${r.pick(WORDS)} `; }],
    [2, () => { const n = Math.min(r.range(1, 40), tokens.length - i); for (let k = 0; k < n; k++) tokens[i + k] = ''; }],
    [2, () => { tokens[j] += ` ${tokens.slice(i, i + r.range(2, 30)).join('')} `; }],
    [1, () => { tokens[i] = r.pick(['(', '[]', '*', '-', '!', 'func() ', 'chan ', '{', 'map[int]', '&', 'x.', 'if x {', 'f(', '<-', 'struct{a ', '1+', '"a"+']).repeat(r.pick([3, 100, 1000])) + tokens[i]!; }],
    [1, () => { tokens[i] = `(${tokens[i]!})`; }],
  ])();
}

const CLASSES = [['+', '-', '*', '/', '%', '&', '|', '^', '&^'], ['<<', '>>'], ['==', '!=', '<', '<=', '>', '>='], ['&&', '||'], ['+=', '-=', '*=', '&=', '|=', '^='], ['++', '--'], ['break', 'continue', 'return'], ['true', 'false'],
  ['int', 'int8', 'int16', 'int32', 'int64', 'uint', 'uint8', 'uint16', 'uint32', 'uint64', 'uintptr', 'float32', 'float64', 'byte', 'rune', 'string', 'bool', 'any', 'error']];
const NUMBERS = ['0', '1', '2', '3', '7', '8', '31', '63', '64', '127', '255', '256', '65535', '1000000', '2147483647', '4294967295', '9223372036854775807', '-1', '-128', '1.5', '1e100'];

/** A change after which the file often still type-checks. */
function adjust(r: Random, tokens: string[], solid: readonly number[]): void {
  for (let n = 0; n < 50; n++) {
    const i = r.pick(solid);
    const t = tokens[i]!;
    if (/^\d/.test(t)) tokens[i] = r.pick(NUMBERS);
    else if (t.startsWith('"') && r.chance(0.3)) tokens[i] = r.pick(['""', '"\\xff"', '"a\\u00e9"', '"0123456789"']);
    else if (r.chance(0.1)) dropLine(r, tokens, i);
    else {
      const c = CLASSES.find((x) => x.includes(t));
      if (c === undefined) continue;
      tokens[i] = r.pick(c);
    }
    return;
  }
}

/** Removes or doubles the line around a token. */
function dropLine(r: Random, tokens: string[], i: number): void {
  let from = i, to = i;
  while (from > 0 && !tokens[from - 1]!.includes('\n')) from--;
  while (to < tokens.length - 1 && !tokens[to + 1]!.includes('\n')) to++;
  if (r.chance(0.5)) tokens[to] += `\n${tokens.slice(from, to + 1).join('')}`;
  else for (let k = from; k <= to; k++) tokens[k] = '';
}

function bytes(r: Random, source: Uint8Array): Uint8Array {
  let b = Buffer.from(source);
  for (let n = r.range(1, 6); n > 0 && b.length > 0; n--) {
    const i = r.int(b.length);
    const insert = (what: number[]): void => { b = Buffer.concat([b.subarray(0, i), Buffer.from(what), b.subarray(i)]); };
    r.pick<() => void>([
      () => { b[i] = r.int(256); },
      () => { b[i]! ^= 1 << r.int(8); },
      () => insert([r.int(256)]),
      () => insert(r.pick([[0], [0xef, 0xbb, 0xbf], [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x80, 0xa8], [0x0d], [0x60], [0x22], [0x27], [0x5c]])),
      () => { b = Buffer.concat([b.subarray(0, i), b.subarray(Math.min(b.length, i + r.range(1, 100)))]); },
      () => { b = b.subarray(0, i); },
    ])();
  }
  return b;
}
