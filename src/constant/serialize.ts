// Constants as text, exactly, for export data: one letter for the kind, numbers in hexadecimal.

import { InternalError } from '../base/internal-error.ts';
import { FloatValue } from './float.ts';
import { makeBool, makeComplex, makeFloat, makeInt, makeString, unknownValue } from './make.ts';
import { ConstKind, ConstValue } from './value.ts';

function hex(x: bigint): string { return x < 0n ? '-' + (-x).toString(16) : x.toString(16); }
function unhex(s: string): bigint { return s[0] === '-' ? -BigInt('0x' + s.slice(1)) : BigInt('0x' + s); }

export function encodeConst(x: ConstValue): string {
  switch (x.kind) {
    case ConstKind.Unknown: return 'u';
    case ConstKind.Bool: return x.bool ? 't' : 'f';
    case ConstKind.String: return 's' + x.str;
    case ConstKind.Int: return 'i' + hex(x.int);
    case ConstKind.Float: {
      const f = x.float!;
      return f.den === 0n ? `g${hex(f.num)}p${f.exp}` : `r${hex(f.num)}/${hex(f.den)}`;
    }
    case ConstKind.Complex: return `c${encodeConst(x.re!)},${encodeConst(x.im!)}`;
  }
}

export function decodeConst(s: string): ConstValue {
  const rest = s.slice(1);
  switch (s[0]) {
    case 'u': return unknownValue;
    case 't': return makeBool(true);
    case 'f': return makeBool(false);
    case 's': return makeString(rest);
    case 'i': return makeInt(unhex(rest));
    case 'g': {
      const at = rest.indexOf('p');
      return makeFloat(new FloatValue(unhex(rest.slice(0, at)), 0n, Number(rest.slice(at + 1))));
    }
    case 'r': {
      const at = rest.indexOf('/');
      return makeFloat(new FloatValue(unhex(rest.slice(0, at)), unhex(rest.slice(at + 1)), 0));
    }
    case 'c': {
      const at = rest.indexOf(',');
      return makeComplex(decodeConst(rest.slice(0, at)), decodeConst(rest.slice(at + 1)));
    }
    default: throw new InternalError('malformed constant in export data');
  }
}
