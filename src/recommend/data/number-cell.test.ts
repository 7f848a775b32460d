import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { numberAt } from './number-cell.js';

const read = (text: string): number => {
  const bytes = new TextEncoder().encode(`[${text}]`);
  return numberAt(bytes, 1, bytes.length - 1);
};

test('numbers in bytes are those that JavaScript reads from the text', () => {
  fc.assert(fc.property(fc.double({ min: -3.4e38, max: 3.4e38, noNaN: true }), (value) => assert.equal(read(String(value)), Number(String(value)))));
  fc.assert(fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.nat(8), (value, digits) => assert.equal(read((value / 1000).toFixed(digits)), Number((value / 1000).toFixed(digits)))));
  for (const text of ['0', '007', '4.', '.5', '-.25', '+3', '1e3', '123456789012345678', '0.1234567890123456789']) assert.equal(read(text), Number(text), text);
});

test('what is no number is NaN', () => {
  for (const text of ['', '-', '.', '-.', '1,5', '1.2.3', 'abc', '4 5', '--1', '0x10', 'NaN', 'Infinity', '1e39', '1e999']) assert.ok(Number.isNaN(read(text)), text);
});
