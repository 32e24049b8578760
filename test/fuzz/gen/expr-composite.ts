// Values of composite types: literals, make, new, slices of slices, conversions, functions, interface values.

import type { Gen } from './gen.ts';
import { convert } from './literal.ts';
import { INT, STRING, type Ty } from './types.ts';

export type Expr = (g: Gen, ty: Ty, depth: number) => string;

export function composite(g: Gen, ty: Ty, depth: number, expr: Expr): string {
  switch (ty.kind) {
    case 'array': return arrayLiteral(g, ty, depth, expr);
    case 'struct': return structLiteral(g, ty, depth, expr);
    case 'slice': return sliceValue(g, ty, depth, expr);
    case 'map': return mapLiteral(g, ty, depth, expr);
    case 'pointer': return pointerValue(g, ty, depth, expr);
    case 'interface': return interfaceValue(g, ty, depth, expr);
    case 'func': return funcLiteral(g, ty, depth, expr);
    case 'chan': return `make(${ty.text}, ${g.r.range(1, 4)})`;
    default: throw new Error(`not composite: ${ty.text}`);
  }
}

function arrayLiteral(g: Gen, ty: Ty, depth: number, expr: Expr): string {
  g.feature('array literal');
  if (g.r.chance(0.15)) return `${ty.text}{}`;
  if (g.r.chance(0.2) && ty.len > 1) return `${ty.text}{${ty.len - 1}: ${expr(g, ty.elem!, depth)}, 0: ${expr(g, ty.elem!, depth)}}`;
  return `${ty.text}{${Array.from({ length: g.r.range(1, ty.len) }, () => expr(g, ty.elem!, depth)).join(', ')}}`;
}

function structLiteral(g: Gen, ty: Ty, depth: number, expr: Expr): string {
  g.feature('struct literal');
  if (ty.fields.length === 0) return `${ty.text}{}`;
  if (g.r.chance(0.5)) return `${ty.text}{${ty.fields.map((f) => expr(g, f.ty, depth)).join(', ')}}`;
  const some = ty.fields.filter(() => g.r.chance(0.7));
  return `${ty.text}{${some.map((f) => `${f.name}: ${expr(g, f.ty, depth)}`).join(', ')}}`;
}

export function sliceValue(g: Gen, ty: Ty, depth: number, expr: Expr): string {
  const e = ty.elem!;
  const list = (): string => {
    g.feature('slice literal');
    return `${ty.text}{${Array.from({ length: g.r.range(0, 5) }, () => expr(g, e, depth)).join(', ')}}`;
  };
  if (depth <= 0) return list();
  const plain = ty.named ? `[]${e.text}` : ty.text;
  const slices = (): string => {
    const v = g.place(ty, (x) => !x.growable);
    if (v === null) return list();
    g.feature('slice of slice');
    const inner = `cut(${ty.named ? convert({ ...ty, text: plain }, v.text) : v.text}, ${expr(g, INT, depth)}, ${expr(g, INT, depth)})`;
    return ty.named ? convert(ty, inner) : inner;
  };
  const appended = (): string => {
    g.feature('append to nil or full slice');
    return g.r.pick([`append(${ty.text}(nil), ${expr(g, e, depth)}, ${expr(g, e, depth)})`, `append(${ty.text}(nil), ${expr(g, ty, depth)}...)`, `append(${ty.text}{}, ${expr(g, e, depth)})`]);
  };
  const options: (readonly [number, () => string])[] = [[4, list], [3, slices], [2, appended], [1, () => `${ty.text}(nil)`], [1, () => { g.feature('make slice'); return `make(${ty.text}, ${g.r.range(0, 6)}, ${g.r.range(6, 9)})`; }]];
  if (e.text === 'uint8' || e.text === 'int32') options.push([3, () => { g.feature(`convert string to []${e.text}`); return `${ty.text}(${expr(g, STRING, depth)})`; }]);
  return g.r.weighted(options)();
}

function mapLiteral(g: Gen, ty: Ty, depth: number, expr: Expr): string {
  g.feature('map literal');
  if (g.r.chance(0.2)) return `make(${ty.text})`;
  if (g.r.chance(0.1)) return `${ty.text}(nil)`;
  // One constant key at most: equal constant keys are an error.
  const n = g.r.range(0, 2);
  const entries = n === 0 ? [] : [`${expr(g, ty.key!, depth)}: ${expr(g, ty.elem!, depth)}`];
  return `${ty.text}{${entries.join(', ')}}`;
}

function pointerValue(g: Gen, ty: Ty, depth: number, expr: Expr): string {
  const e = ty.elem!;
  if (g.r.chance(0.1)) return `(${ty.text})(nil)`;
  if (e.kind === 'struct' && e.named && g.r.chance(0.6)) {
    g.feature('&T{…}');
    return `&${structLiteral(g, e, depth, expr)}`;
  }
  if (g.r.chance(0.5)) {
    const p = g.place(e, (v) => v.assign && v.ty.kind !== 'pointer' && !g.pure && !g.globals.includes(v));
    if (p !== null) {
      g.feature('address of variable');
      return `&${p.text}`;
    }
  }
  g.feature('new');
  if (g.r.chance(0.5) && e.kind !== 'interface') {
    g.feature('new(value)');
    return `new(${expr(g, e, depth)})`;
  }
  return `new(${e.text})`;
}

function interfaceValue(g: Gen, ty: Ty, depth: number, expr: Expr): string {
  if (ty.dynamic.length === 0 || g.r.chance(0.1)) return convert(ty, 'nil');
  const d = g.r.pick(ty.dynamic);
  g.feature('value to interface');
  if (d.kind === 'pointer') return convert(ty, `&${structLiteral(g, d.elem!, depth, expr)}`);
  return convert(ty, expr(g, d, depth));
}

function funcLiteral(g: Gen, ty: Ty, depth: number, expr: Expr): string {
  g.feature('closure');
  const names = ty.params.map(() => g.local('p'));
  const saved = g.scope;
  const { panics, loops } = g;
  g.panics = 0;
  g.scope = [...saved];
  ty.params.forEach((p, i) => g.add(names[i]!, p));
  const values = ty.results.map((r) => expr(g, r, Math.min(depth, 1)));
  g.scope = saved;
  Object.assign(g, { panics, loops });
  const head = `func(${ty.params.map((p, i) => `${names[i]} ${p.text}`).join(', ')})`;
  const results = ty.results.map((r) => r.text).join(', ');
  return `${head} ${ty.results.length > 1 ? `(${results})` : results} { return ${values.join(', ')} }`;
}
