// Expressions and types as gc's error messages print them: on one line, function bodies and the elements of composite literals
// as "…".

import { ChanDir, Kind, type Node } from './ast.ts';
import { tokenText, type Token } from './token.ts';

/** Text of an expression, type or simple statement; '' for a part that is missing from a malformed tree. */
export function exprString(n: Node | null): string {
  if (n === null) return '';
  switch (n.kind) {
    case Kind.Ident:
    case Kind.BasicLit: return n.name;
    case Kind.CompositeLit: return `${exprString(n.x)}{${n.list.length > 0 ? '…' : ''}}`;
    case Kind.KeyValue: return `${exprString(n.x)}: ${exprString(n.y)}`;
    case Kind.FuncLit: return `${exprString(n.x)} {${n.y !== null && n.y.list.length > 0 ? '…' : ''}}`;
    case Kind.Paren: return `(${exprString(n.x)})`;
    case Kind.Selector: return `${exprString(n.x)}.${exprString(n.y)}`;
    case Kind.Index: return `${exprString(n.x)}[${listString(n.list)}]`;
    case Kind.SliceExpr: return sliceString(n);
    case Kind.TypeAssert: return `${exprString(n.x)}.(${n.y === null ? 'type' : exprString(n.y)})`;
    case Kind.Call: return `${exprString(n.x)}(${listString(n.list)}${n.op === 1 ? '...' : ''})`;
    case Kind.Star: return `*${exprString(n.x)}`;
    case Kind.Unary: return tokenText(n.op as Token) + exprString(n.x);
    case Kind.Binary: return binaryString(n);
    case Kind.ArrayType: return `[${n.x === null || n.x.kind === Kind.Ellipsis ? '...' : exprString(n.x)}]${exprString(n.y)}`;
    case Kind.SliceType: return `[]${exprString(n.x)}`;
    case Kind.Ellipsis: return `...${exprString(n.x)}`;
    case Kind.StructType: return structString(n);
    case Kind.FuncType: return `func${signatureString(n)}`;
    case Kind.InterfaceType: return interfaceString(n);
    case Kind.MapType: return `map[${exprString(n.x)}]${exprString(n.y)}`;
    case Kind.ChanType: return chanString(n);
    case Kind.ExprStmt: return exprString(n.x);
    case Kind.SendStmt: return `${exprString(n.x)} <- ${exprString(n.y)}`;
    case Kind.IncDec: return exprString(n.x) + tokenText(n.op as Token);
    case Kind.Assign: return `${listString(n.list)} ${n.aux === 1 ? `${tokenText(n.op as Token)}=` : tokenText(n.op as Token)} ${listString(n.list2)}`;
    default: return '<bad expr>';
  }
}

/** Comma-separated. */
export function listString(list: readonly Node[]): string {
  return list.map(exprString).join(', ');
}

/** Left-leaning chains may be long: no recursion along x. */
function binaryString(n: Node): string {
  const tail: string[] = [];
  let x: Node | null = n;
  while (x !== null && x.kind === Kind.Binary) {
    tail.push(` ${tokenText(x.op as Token)} ${exprString(x.y)}`);
    x = x.x;
  }
  return exprString(x) + tail.reverse().join('');
}

function sliceString(n: Node): string {
  return `${exprString(n.x)}[${exprString(n.y)}:${exprString(n.z)}${n.op === 1 ? `:${exprString(n.w)}` : ''}]`;
}

function structString(n: Node): string {
  return `struct{${n.list.map((f) => {
    const names = f.list.length > 0 ? `${listString(f.list)} ` : '';
    return names + exprString(f.x) + (f.y === null ? '' : ` ${f.y.name}`);
  }).join('; ')}}`;
}

function interfaceString(n: Node): string {
  return `interface{${n.list.map((f) => (f.list.length > 0 && f.x !== null && f.x.kind === Kind.FuncType ? f.list[0]!.name + signatureString(f.x) : exprString(f.x))).join('; ')}}`;
}

function chanString(n: Node): string {
  const elem = n.x;
  if (n.op === ChanDir.Recv) return `<-chan ${exprString(elem)}`;
  if (n.op === ChanDir.Send) return `chan<- ${exprString(elem)}`;
  return elem !== null && elem.kind === Kind.ChanType && elem.op === ChanDir.Recv ? `chan (${exprString(elem)})` : `chan ${exprString(elem)}`;
}

/** "(params) results" of a FuncType. */
export function signatureString(n: Node): string {
  const params = `(${paramsString(n.list)})`;
  if (n.list2.length === 0) return params;
  if (n.list2.length === 1 && n.list2[0]!.list.length === 0) return `${params} ${exprString(n.list2[0]!.x!)}`;
  return `${params} (${paramsString(n.list2)})`;
}

function paramsString(list: readonly Node[]): string {
  return list.map((f) => (f.list.length > 0 ? `${listString(f.list)} ${exprString(f.x)}` : exprString(f.x))).join(', ');
}
