// Function literals. spec#Function_literals

import type { Node } from '../../syntax/ast.ts';
import { Mode } from '../types.ts';
import { funcType } from './signature.ts';
import { funcBody } from './stmt.ts';
import type { Checker } from './checker.ts';
import type { Operand } from './operand.ts';

/** The body is checked later (still within the enclosing statement), when all that precedes the literal is known. */
export function funcLit(c: Checker, x: Operand, n: Node): void {
  const { sig, scope } = funcType(c, null, null, n.x!);
  c.recordType(n.x!, Mode.TypeExpr, sig, null);
  const env = c.env;
  const { decl, iota, version } = env;
  if (n.y !== null && !c.config.ignoreFuncBodies) {
    const body = n.y;
    c.later(() => funcBody(c, decl, sig, scope, body, iota, version));
  }
  x.mode = Mode.Value;
  x.type = sig;
}
