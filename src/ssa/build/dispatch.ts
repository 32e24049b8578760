// The constructs, put together: what FuncBuilder calls through the Constructs interface.

import type { Constructs } from './constructs.ts';
import { expr, exprInto, multi } from './expr.ts';
import { exprList } from './order.ts';
import { addressOf, placeOf } from './places.ts';
import { stmt } from './stmt.ts';
import { emitReturn, paramValue } from './func.ts';
import { convert } from './convert.ts';
import { equal } from './compare.ts';
import { flushTypes } from '../data/flush.ts';

export const constructs: Constructs = { expr, multi, exprList, place: placeOf, addr: addressOf, exprInto, stmt, emitReturn, convert, equal, paramValue, flush: flushTypes };
