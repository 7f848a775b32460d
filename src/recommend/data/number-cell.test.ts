import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decimalAt, numberAt } from './number-cell.js';

const read = (text: string, by = numberAt): number => {
  const bytes = new TextEncoder().encode(`[${text}]`);
  return by(bytes, 1, bytes.length - 1);
};

test('numbers in bytes are those that JavaScript reads from the text', () => {
  fc.assert(fc.property(fc.double({ min: -3.4e38, max: 3.4e38, noNaN: true }), (value) => assert.equal(read(String(value)), Number(String(value)))));
  fc.assert(fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.nat(8), (value, digits) => assert.equal(read((value / 1000).toFixed(digits)), Number((value / 1000).toFixed(digits)))));
  for (const text of ['0', '007', '4.', '.5', '-.25', '+3', '1e3', '123456789012345678', '0.1234567890123456789']) assert.equal(read(text), Number(text), text);
});

test('what is no number is NaN', () => {
  for (const text of ['', '-', '.', '-.', '1,5', '1.2.3', 'abc', '4 5', '--1', '0x10', 'NaN', 'Infinity', '1e39', '1e999']) assert.ok(Number.isNaN(read(text)), text);
});

test('a decimal comma is that of one number, and no sign between several', () => {
  for (const [text, value] of [['4,5', 4.5], ['-0,25', -0.25], ['+3,0', 3], ['7', 7], ['1.5', 1.5], ['1e3', 1000]] as const) assert.equal(read(text, decimalAt), value);
  for (const text of ['', ',5', '5,', '1,2,3', '1.234,5', '1,5e3', 'a,b', '4, 5']) assert.ok(Number.isNaN(read(text, decimalAt)), text);
});
