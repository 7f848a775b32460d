import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRows, type Learns } from './rows.js';

const vectors: Learns = { kind: 'classes', ways: 3, input: [2] };
const padded: Learns = { kind: 'classes', ways: 2, input: [3, 2], series: { steps: 3, channels: ['height', 'present'], padded: true, standards: [{ mean: 10, deviation: 2 }] } };
const table: Learns = {
  kind: 'values',
  outputs: 1,
  input: [4],
  table: {
    inputs: [
      { kind: 'number', column: 'price', standard: { mean: 5, deviation: 2 }, missing: true },
      { kind: 'category', column: 'kind', categories: ['a', 'b'] },
    ],
    target: { kind: 'values', column: 'sold', standard: { mean: 0, deviation: 1 } },
  },
};

test('numbers are read row by row, separated by commas, semicolons or tabs, with or without a line of names', async () => {
  for (const pasted of ['1,2,cat\n-3,4e1,dog', 'a;b;what\n1;2;cat\n-3;40;dog\n', '\uFEFF1\t2\tcat\r\n\r\n-3\t40\tdog']) {
    const { x, answers } = await readRows(pasted, vectors, true);
    assert.deepEqual([x, answers], [[1, 2, -3, 40], ['cat', 'dog']], pasted);
  }
  assert.deepEqual((await readRows('5,6', vectors, false)).x, [5, 6]);
});

test('what is no number, or too many or few, is told by its line', async () => {
  await assert.rejects(readRows('1,2,cat\n1,two,dog', vectors, true), /^Error: Line 2 has "two" where a number should be/);
  await assert.rejects(readRows('1,,cat', vectors, true), /Line 1 has ""/);
  await assert.rejects(readRows('1,2,cat\n1,2,3,dog', vectors, true), /Line 2 has 3 numbers before its answer, and the model takes 2\./);
  await assert.rejects(readRows('1', vectors, false), /Line 1 has 1 numbers, and the model takes 2\./);
});

test('series are standardised and padded as the card says', async () => {
  assert.deepEqual((await readRows('12,14,up', padded, true)).x, [1, 1, 2, 1, 0, 0]);
  await assert.rejects(readRows('1,2,3,4,up', padded, true), /Line 1 has 4 numbers: at most 3 steps of 1 \(height\) are needed/);
});

test('tables are read by the names of their columns, with cells that are missing and categories that are new', async () => {
  const { x, answers } = await readRows('kind,sold,price\nb,12,9\nc,7,', table, true);
  assert.deepEqual([x, answers], [[2, 0, 0, 1, 0, 1, 0, 0], ['12', '7']]);
  assert.deepEqual((await readRows('price\tkind\n5\ta', table, false)).x, [0, 0, 1, 0]);
  await assert.rejects(readRows('price,sold\n1,2', table, true), /has to name the columns, and lacks kind: it should have price, kind, sold/);
});

test('texts have their class behind a tab or the last comma', async () => {
  const texts: Learns = { kind: 'classes', ways: 2, input: [8], text: { kind: 'n-gram ids', length: 8, buckets: 64, words: 1, characters: false } };
  const { x, answers, shown } = await readRows('well, hello, greeting\nhello, you\tcall', texts, true);
  assert.deepEqual([answers, shown], [['greeting', 'call'], ['well, hello', 'hello, you']]);
  assert.deepEqual([x.length, x[1]], [16, x[8]]);
  await assert.rejects(readRows('hello', texts, true), /Line 1 has no class/);
});
