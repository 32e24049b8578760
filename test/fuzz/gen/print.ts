// Statements that print a value: scalars directly, composite values through functions generated once per type and program.

import type { Gen } from './gen.ts';
import { isOrdered, type Ty } from './types.ts';

/** Emits a statement that prints the value. */
export function show(g: Gen, tag: string, text: string, ty: Ty): void { g.emit(showText(g, JSON.stringify(tag), text, ty)); }

/** The statement; `tag` is Go text. */
export function showText(g: Gen, tag: string, text: string, ty: Ty): string {
  switch (ty.kind) {
    case 'int': return ty.signed ? `pI(${tag}, int64(${text}))` : `pU(${tag}, uint64(${text}))`;
    case 'float': return `pF(${tag}, float64(${text}))`;
    case 'complex': return `pC(${tag}, complex128(${text}))`;
    case 'string': return `pS(${tag}, string(${text}))`;
    case 'bool': return `pB(${tag}, bool(${text}))`;
    case 'func': case 'chan': return `pB(${tag}, ${text} == nil)`;
    default: return `${printer(g, ty)}(${tag}, ${text})`;
  }
}

function printer(g: Gen, ty: Ty): string {
  let name = g.printers.get(ty.text);
  if (name === undefined) {
    name = g.global('show');
    g.printers.set(ty.text, name);
    g.decls.push(`func ${name}(tag string, v ${ty.text}) {\n${printerBody(g, ty).map((l) => `\t${l}`).join('\n')}\n}`);
  }
  return name;
}

function printerBody(g: Gen, ty: Ty): string[] {
  switch (ty.kind) {
    case 'array': case 'slice':
      return [...(ty.kind === 'slice' ? ['if v == nil {', '\tpB(tag+".nil", true)', '}'] : []), 'pI(tag+".len", int64(len(v)))', 'for _, e := range v {', `\t${showText(g, 'tag+"[]"', 'e', ty.elem!)}`, '}'];
    case 'map':
      if (isOrdered(ty.key!) && ty.key!.kind !== 'float') {
        return ['for _, k := range keys(v) {', `\t${showText(g, 'tag+".key"', 'k', ty.key!)}`, `\t${showText(g, 'tag+"[k]"', 'v[k]', ty.elem!)}`, '}'];
      }
      return ['pI(tag+".len", int64(len(v)))', 'group()', 'for k, e := range v {', '\tpart()', `\t${showText(g, '"k"', 'k', ty.key!)}`, `\t${showText(g, '"e"', 'e', ty.elem!)}`, '\tpartEnd()', '}', 'groupEnd(tag)'];
    case 'pointer': return ['if v == nil {', '\tpB(tag+".nil", true)', '\treturn', '}', showText(g, 'tag+".*"', '*v', ty.elem!)];
    case 'struct': return ty.fields.filter((f) => f.name !== '_').map((f) => showText(g, `tag+".${f.name}"`, `v.${f.name}`, f.ty));
    case 'interface': {
      const lines = ['switch x := v.(type) {', 'case nil:', '\tpB(tag+".nil", true)'];
      for (const d of ty.dynamic) lines.push(`case ${d.text}:`, `\t${showText(g, `tag+".(${d.text})"`, 'x', d)}`);
      lines.push('default:', '\tpS(tag, "another type")', '}');
      return lines;
    }
    default: throw new Error(`no printer for ${ty.text}`);
  }
}
