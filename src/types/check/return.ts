// Terminating statements. spec#Terminating_statements

import { Kind, type Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { type Checker, unparen } from './checker.ts';

/** Whether n terminates; label: of n itself. */
export function isTerminating(c: Checker, n: Node, label: string): boolean {
  switch (n.kind) {
    case Kind.ReturnStmt: return true;
    case Kind.BranchStmt: return n.op === Token.Goto || n.op === Token.Fallthrough;
    case Kind.ExprStmt: {
      // A call of the predeclared panic.
      const call = unparen(n.x!);
      return call.kind === Kind.Call && c.env.panics !== null && c.env.panics.has(call.id);
    }
    case Kind.LabeledStmt: return isTerminating(c, n.y!, n.x!.name);
    case Kind.Block: return terminatingList(c, n.list);
    case Kind.IfStmt: return n.w !== null && isTerminating(c, n.z!, '') && isTerminating(c, n.w, '');
    case Kind.SwitchStmt: case Kind.TypeSwitchStmt: {
      let hasDefault = false;
      for (const cl of n.list) {
        if (cl.op === 1) hasDefault = true;
        if (!terminatingList(c, cl.list2) || hasBreakList(cl.list2, label, true)) return false;
      }
      return hasDefault;
    }
    case Kind.SelectStmt:
      for (const cl of n.list) if (!terminatingList(c, cl.list2) || hasBreakList(cl.list2, label, true)) return false;
      return true;
    case Kind.ForStmt: return n.y === null && !hasBreak(n.w!, label, true);
    default: return false; // range loops among others
  }
}

function terminatingList(c: Checker, list: readonly Node[]): boolean {
  let i = list.length - 1;
  while (i >= 0 && list[i]!.kind === Kind.EmptyStmt) i--;
  return i >= 0 && isTerminating(c, list[i]!, '');
}

/** Whether n contains a break that refers to the enclosing statement: without label (if `implicit`) or with this one. */
function hasBreak(n: Node | null, label: string, implicit: boolean): boolean {
  if (n === null) return false;
  switch (n.kind) {
    case Kind.BranchStmt: return n.op === Token.Break && (n.x === null ? implicit : n.x.name === label);
    case Kind.LabeledStmt: return hasBreak(n.y, label, implicit);
    case Kind.Block: return hasBreakList(n.list, label, implicit);
    case Kind.IfStmt: return hasBreak(n.z, label, implicit) || hasBreak(n.w, label, implicit);
    case Kind.SwitchStmt: case Kind.TypeSwitchStmt: case Kind.SelectStmt:
      return label !== '' && n.list.some((cl) => hasBreakList(cl.list2, label, false));
    case Kind.ForStmt: case Kind.RangeStmt: return label !== '' && hasBreak(n.w, label, false);
    default: return false;
  }
}

function hasBreakList(list: readonly Node[], label: string, implicit: boolean): boolean {
  for (const n of list) if (hasBreak(n, label, implicit)) return true;
  return false;
}
