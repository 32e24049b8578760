import { test } from 'node:test';
import assert from 'node:assert/strict';
import { LitKind } from '../syntax/ast.ts';
import { Basic } from './basic.ts';
import { binaryOp, compare, ConstKind, ConstOp, constBits64, constString, ConstValue, float32Of, float64Of, makeFloat64, makeFromLiteral, makeInt, makeInt64, makeRat, makeString, quoteGo, representable, representableReason, shiftOp, toInt, unaryOp, unquoteChar, unquoteString, complexParts } from './constant.ts';

const int = (s: string): ConstValue => makeFromLiteral(s, LitKind.Int);
const flt = (s: string): ConstValue => makeFromLiteral(s, LitKind.Float);
const img = (s: string): ConstValue => makeFromLiteral(s, LitKind.Imag);

test('integer literals', () => {
  for (const [s, want] of [['0', '0'], ['0123', '83'], ['0o17', '15'], ['0b101', '5'], ['0B1_0', '2'], ['0xFF_ff', '65535'], ['1_000', '1000']] as const) {
    assert.equal(constString(int(s)), want);
  }
  assert.equal(int('089').kind, ConstKind.Unknown);
});

test('float literals', () => {
  // Expected: fmt.Println of the real release.
  for (const [s, want] of [['1.', 1], ['.5', 0.5], ['1e3', 1000], ['0x1p-2', 0.25], ['0x1.8p1', 3], ['0X_1FFFP-16', 0.1249847412109375], ['1_5.2e-1', 1.52], ['072.40', 72.4],
    ['4.940656458412465441765687928682213723651e-324', 5e-324], ['2.4703282292062327208e-324', 0], ['2.4703282292062327209e-324', 5e-324], ['1.79769313486231570814527423731704356798070e+308', Number.MAX_VALUE]] as const) {
    assert.equal(float64Of(flt(s)), want, s);
  }
  assert.equal(float64Of(representable(flt('0.1'), Basic.Float32)!), Math.fround(0.1));
  // Double rounding would give 1 + 2^-23 here.
  assert.equal(float32Of(makeRat((1n << 60n) + (1n << 36n) - 1n, 1n << 60n)), 1);
  assert.equal(float32Of(makeRat((1n << 60n) + (1n << 36n) + 1n, 1n << 60n)), 1 + 2 ** -23);
  assert.equal(representable(flt('3.5e38'), Basic.Float32), null);
  assert.equal(float64Of(flt('1e-1000000000')), 0);
  assert.equal(flt('1e1000000000').kind, ConstKind.Unknown);
});

test('imaginary literals and complex arithmetic', () => {
  assert.deepEqual(complexParts(img('0123i')), [0, 123]);
  assert.deepEqual(complexParts(img('0x10i')), [0, 16]);
  const z = binaryOp(binaryOp(int('1'), ConstOp.Add, img('2i')), ConstOp.Quo, binaryOp(int('3'), ConstOp.Sub, img('4i')));
  assert.equal(constString(z), '(-0.2 + 0.4i)');
});

test('arithmetic', () => {
  assert.equal(constString(binaryOp(int('7'), ConstOp.Quo, int('2'))), '3.5');
  assert.equal(constString(binaryOp(makeInt(-7n), ConstOp.QuoInt, int('2'))), '-3');
  assert.equal(constString(binaryOp(makeInt(-7n), ConstOp.Rem, int('2'))), '-1');
  assert.equal(constString(binaryOp(makeInt(-7n), ConstOp.AndNot, int('2'))), '-7');
  assert.equal(constString(unaryOp(ConstOp.Compl, int('1'), 8)), '254');
  assert.equal(constString(shiftOp(int('1'), true, 100)), '1267650600228229401496703205376');
  assert.equal(constString(shiftOp(makeInt(-5n), false, 1)), '-3');
  assert.deepEqual(constBits64(makeInt(-2n)), { lo: -2, hi: -1 });
  assert.equal(constString(toInt(flt('1e3'))), '1000');
  assert.equal(constString(flt('3.7e1234')), '3.7e+1234');
  const big = shiftOp(int('1'), true, 5000);
  assert.equal(toInt(flt('1e2000')).kind, ConstKind.Unknown);
  assert.ok(compare(binaryOp(big, ConstOp.Quo, flt('3.0')), ConstOp.Gtr, int('1')));
});

test('representability', () => {
  assert.equal(representable(int('256'), Basic.Uint8), null);
  assert.equal(representableReason(int('256'), Basic.Uint8), 'overflows');
  assert.equal(representableReason(flt('1.5'), Basic.Int), 'truncated');
  assert.equal(constString(representable(flt('2.0'), Basic.Int)!), '2');
  assert.equal(representable(makeInt(-1n), Basic.Uint), null);
  assert.ok(representable(int('0xffffffffffffffff'), Basic.Uintptr));
});

test('text', () => {
  // fmt.Sprint of go/constant values by the real release.
  for (const [v, want] of [[makeFloat64(0.1), '0.1'], [makeFloat64(1e6), '1e+06'], [makeFloat64(123456), '123456'], [makeFloat64(1234567), '1.23457e+06'], [makeFloat64(100000.5), '100000.5'],
    [makeRat(1n, 3n), '0.333333'], [flt('1e400'), '1e+400'], [flt('1e-400'), '1e-400'], [makeInt64(12), '12'], [makeFloat64(1e-5), '1e-05']] as const) {
    assert.equal(constString(v), want);
  }
  assert.equal(quoteGo('a"\n\x00\xc3\xa9\xff'), '"a\\"\\n\\x00é\\xff"');
  assert.equal(constString(makeString('x'.repeat(100))), '"' + 'x'.repeat(68) + '...');
  assert.equal(unquoteString('"\\u00e9\\xff\\101é"'), '\xc3\xa9\xffA\xc3\xa9');
  assert.equal(unquoteString('`a\r\nb\\n`'), 'a\nb\\n');
  assert.equal(unquoteChar("'\\''"), 39);
  assert.equal(unquoteChar("'世'"), 0x4e16);
  assert.equal(unquoteChar("'😀'"), 0x1f600);
  assert.equal(unquoteChar("'\\377'"), 255);
});
