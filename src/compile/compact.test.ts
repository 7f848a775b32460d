import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compactTable } from './compact.js';

const expanded = ({ base, count, stride, filler }: NonNullable<ReturnType<typeof compactTable>>): number[] =>
  Array.from({ length: count }, (_, n) => Array.from(base, (index) => (index < 0 && filler !== undefined ? filler : index + n * stride))).flat();

test('a table that does the same to each image is told by its first image', () => {
  const found = compactTable(Int32Array.of(0, 2, 9, 1, 3, 5, 9, 4, 6, 8, 9, 7));
  assert.deepEqual(found, { base: Int32Array.of(0, 2, -1, 1), count: 3, stride: 3, filler: 9 });
});

test('a table without a pattern has no shorter form', () => {
  assert.equal(compactTable(Int32Array.of(3, 1, 4, 1, 5, 9, 2)), undefined);
});

test('whatever has a shorter form is the same table again', () => {
  const pattern = fc.record({ base: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 6 }), count: fc.integer({ min: 2, max: 5 }), stride: fc.integer({ min: 0, max: 30 }) });
  fc.assert(
    fc.property(pattern, fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), ({ base, count, stride }, outside) => {
      const filler = 200;
      const table = Int32Array.from({ length: base.length * count }, (_, i) => (outside[i % base.length] ? filler : base[i % base.length] + Math.floor(i / base.length) * stride));
      const found = compactTable(table);
      assert.ok(found && found.base.length <= base.length);
      assert.deepEqual(expanded(found), Array.from(table));
    }),
  );
});

test('a table with numbers below zero, which are no indices, keeps them', () => {
  for (const table of [Int32Array.of(-5, 9, -4, 9, -3, 9), Int32Array.of(-1, 0, 20, -3, -2, 20), Int32Array.of(-5, -4, -3, -2)]) {
    const found = compactTable(table);
    if (found) assert.deepEqual(expanded(found), Array.from(table));
  }
});
