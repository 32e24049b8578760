// Constants of any size: everything other layers need.

export { ConstKind, ConstValue } from './value.ts';
export { ConstOp } from './op.ts';
export * from './make.ts';
export * from './convert.ts';
export * from './arith.ts';
export * from './literal.ts';
export * from './format.ts';
export * from './serialize.ts';
export { FloatValue } from './float.ts';
