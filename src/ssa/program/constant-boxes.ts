// Boxes whose words became constants by inlining are read-only data, as those of constant expressions are from the start.

import { Op } from '../op.gen.ts';
import type { Func, SymTab, ValueId } from '../func.ts';
import type { DataSymbol } from '../../abi/symbol.ts';
import { constantData } from '../data/constant.ts';

export function constantBoxes(f: Func, syms: SymTab, add: (d: DataSymbol) => void): void {
  for (let b = 0; b < f.numBlocks; b++) {
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      if (f.op[v] !== Op.Box) continue;
      const args: ValueId[] = [];
      for (let i = 0, n = f.numArgs(v); i < n; i++) args.push(f.arg(v, i));
      const { size, align } = f.allocs[f.aux[v]!]!;
      const d = constantData(f, syms, args, args.map((_, i) => ({ offset: 8 * i, width: Math.min(size, 8) })), size, align);
      if (d === null) continue;
      add(d);
      f.setArgs(v, []);
      f.op[v] = Op.SymAddr;
      f.argCount[v] = -1;
      f.aux[v] = syms.id(d.name);
      f.aux2[v] = 0;
    }
  }
}
