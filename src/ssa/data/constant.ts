// Read-only data with the content of constant words: values in interfaces, literals.

import { Op } from '../op.gen.ts';
import type { Func, SymTab, ValueId } from '../func.ts';
import { SymFlag, SymKind, type DataSymbol } from '../../abi/symbol.ts';
import { DataWriter } from './writer.ts';

/** A symbol (named after its content) of `size` bytes with these words at these places, or null if one of them is no constant. */
export function constantData(
  f: Func, syms: SymTab, values: readonly ValueId[], words: readonly { offset: number; width: number }[], size: number, align: number,
): DataSymbol | null {
  const w = new DataWriter(size);
  let key = '';
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    const { offset, width } = words[i]!;
    switch (f.op[x]!) {
      case Op.ConstI32:
        if (width === 1) w.u8(offset, f.aux[x]!);
        else if (width === 2) w.u16(offset, f.aux[x]!);
        else w.u32(offset, f.aux[x]!);
        break;
      case Op.ConstI64: w.words64(offset, f.aux[x]!, f.aux2[x]!); break;
      case Op.ConstF32: w.f32(offset, f.f64s[f.aux[x]!]!); break;
      case Op.ConstF64: w.f64(offset, f.f64s[f.aux[x]!]!); break;
      case Op.ConstPtr: w.u32(offset, f.aux[x]!); break;
      case Op.SymAddr: {
        const name = syms.names[f.aux[x]!]!;
        // Addresses of variables would need a root; only read-only data has no pointers to follow.
        if (!name.startsWith('go:') && !name.startsWith('type:')) return null;
        w.addr64(offset, name, f.aux2[x]!);
        key += `,${offset}=${name}+${f.aux2[x]!}`;
        break;
      }
      default: return null;
    }
  }
  let hex = '';
  for (const c of w.bytes) hex += (c < 16 ? '0' : '') + c.toString(16);
  return w.symbol(`go:const.${align}.${hex}${key}`, SymKind.RoData, align, SymFlag.DupOk);
}
