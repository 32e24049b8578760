// Expressions as text, in the short form that messages use: bodies of function literals and elements of composite literals are "…".

import { ChanDir, Kind, type Node } from '../../syntax/ast.ts';
import { tokenText, type Token } from '../../syntax/token.ts';

export function exprString(n: Node | null): string {
  if (n === null) return '';
  switch (n.kind) {
    case Kind.BadExpr: return '<bad expr>';
    case Kind.Ident:
    case Kind.BasicLit: return n.name;
    case Kind.CompositeLit: return exprString(n.x) + (n.list.length > 0 ? '{…}' : '{}');
    case Kind.KeyValue: return exprString(n.x) + ': ' + exprString(n.y);
    case Kind.FuncLit: return exprString(n.x) + (n.y !== null && n.y.list.length > 0 ? ' {…}' : ' {}');
    case Kind.Paren: return '(' + exprString(n.x) + ')';
    case Kind.Selector: return exprString(n.x) + '.' + exprString(n.y);
    case Kind.Index: return exprString(n.x) + '[' + exprListString(n.list) + ']';
    case Kind.SliceExpr:
      return exprString(n.x) + '[' + exprString(n.y) + ':' + exprString(n.z) + (n.w !== null ? ':' + exprString(n.w) : '') + ']';
    case Kind.TypeAssert: return exprString(n.x) + '.(' + (n.y === null ? 'type' : exprString(n.y)) + ')';
    case Kind.Call: return exprString(n.x) + '(' + exprListString(n.list) + (n.op === 1 ? '...' : '') + ')';
    case Kind.Star: return '*' + exprString(n.x);
    case Kind.Unary: return tokenText(n.op as Token) + exprString(n.x);
    case Kind.Binary: return exprString(n.x) + ' ' + tokenText(n.op as Token) + ' ' + exprString(n.y);
    default: return typeExprString(n);
  }
}

function typeExprString(n: Node): string {
  switch (n.kind) {
    case Kind.ArrayType: return '[' + (n.x !== null && n.x.kind !== Kind.Ellipsis ? exprString(n.x) : '...') + ']' + exprString(n.y);
    case Kind.SliceType: return '[]' + exprString(n.x);
    case Kind.StructType: return 'struct{' + fieldList(n.list, '; ') + '}';
    case Kind.FuncType: return 'func' + signatureString(n);
    case Kind.InterfaceType: return 'interface{' + n.list.map(methodString).join('; ') + '}';
    case Kind.MapType: return 'map[' + exprString(n.x) + ']' + exprString(n.y);
    case Kind.ChanType: {
      const word = n.op === ChanDir.Recv ? '<-chan ' : n.op === ChanDir.Send ? 'chan<- ' : 'chan ';
      const paren = n.op === ChanDir.Both && n.x !== null && n.x.kind === Kind.ChanType && n.x.op === ChanDir.Recv;
      return word + (paren ? '(' + exprString(n.x) + ')' : exprString(n.x));
    }
    case Kind.Ellipsis: return '...' + exprString(n.x);
    default: return '<bad expr>';
  }
}

export function exprListString(list: readonly Node[]): string {
  let s = '';
  for (let i = 0; i < list.length; i++) s += (i > 0 ? ', ' : '') + exprString(list[i]!);
  return s;
}

function fieldList(list: readonly Node[], sep: string): string {
  return list.map((f) => {
    const names = exprListString(f.list);
    return (names !== '' ? names + ' ' : '') + exprString(f.x) + (f.y !== null ? ' ' + exprString(f.y) : '');
  }).join(sep);
}

function methodString(f: Node): string {
  return f.list.length > 0 && f.x !== null && f.x.kind === Kind.FuncType ? f.list[0]!.name + signatureString(f.x) : exprString(f.x);
}

function signatureString(n: Node): string {
  const results = n.list2;
  let s = '(' + fieldList(n.list, ', ') + ')';
  if (results.length === 1 && results[0]!.list.length === 0) s += ' ' + exprString(results[0]!.x);
  else if (results.length > 0) s += ' (' + fieldList(results, ', ') + ')';
  return s;
}
