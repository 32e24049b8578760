// A whole program: declarations and the function progN, which support.go's `run` calls.

import { BASIC } from './coverage.ts';
import { declareConsts, declareFuncs, declareGlobals, declareInterface, declareTypes } from './decl.ts';
import { Gen } from './gen.ts';
import { showText } from './print.ts';
import { printLocals, statements } from './stmt.ts';

export interface Program {
  id: number;
  /** A Go file of package main. */
  text: string;
  lines: number;
  features: ReadonlyMap<string, number>;
}

const IMPORTS = ['bytes', 'fmt', 'iter', 'math', 'math/bits', 'reflect', 'runtime', 'slices', 'strconv', 'strings', 'sync', 'sync/atomic', 'unicode/utf8', 'unsafe'];

/** The program of a seed; `focus` makes it use one kind of pattern most of the time. */
export function generate(seed: number, focus = ''): Program {
  const g = new Gen(seed, focus);
  declareTypes(g);
  if (g.r.chance(0.6)) declareInterface(g);
  declareConsts(g);
  declareGlobals(g);
  declareFuncs(g);
  declareGlobals(g);
  const sections = g.r.chance(0.25) ? 2 : 1;
  const names: string[] = [];
  for (let i = 0; i < sections; i++) {
    const name = g.global('s');
    names.push(name);
    g.topFunc(`func ${name}()`, [], null, false, () => {
      g.emit(`defer caught(${JSON.stringify(name)})`);
      g.emit('dirty(9)');
      const from = g.scope.length;
      statements(g, g.r.range(2, 4), 3);
      printLocals(g, from);
    });
  }
  const globals = g.globals.filter((v) => v.constant !== true).map((v) => `\t${showText(g, JSON.stringify(v.name), v.name, v.ty)}`);
  const main = `func prog${seed}() {\n${[...names.map((n) => `\t${n}()`), ...globals].join('\n')}\n}`;
  const decls = g.r.shuffle([...g.decls, main]);
  const body = decls.join('\n\n');
  const imports = IMPORTS.filter((p) => new RegExp(`\\b${p.replace(/.*\//, '')}\\.`).test(body));
  const head = imports.length === 0 ? '' : `import (\n${imports.map((p) => `\t"${p}"`).join('\n')}\n)\n\n`;
  const text = `package main\n\n${head}${body}\n`;
  for (const [word] of text.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '""').matchAll(/\b[a-z]+\d*\b/g)) if (BASIC.includes(word)) g.feature(`type ${word}`);
  return { id: seed, text, lines: text.split('\n').length, features: g.features };
}

/** The file that runs programs: all, or those named by arguments. */
export function driver(ids: readonly number[]): string {
  return `package main\n\nimport "os"\n\nfunc main() {\n\tonly := ""\n\tif len(os.Args) > 1 {\n\t\tonly = os.Args[1]\n\t}\n${ids.map((i) => `\tif only == "" || only == "${i}" {\n\t\trun(${i}, prog${i})\n\t}`).join('\n')}\n}\n`;
}
