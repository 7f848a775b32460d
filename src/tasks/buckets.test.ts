import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bucketSizes } from './buckets.js';
import { bucketPadding, padExamples, type HostExamples } from './index.js';

/** Rows of two numbers, none of them zero. */
const rows = (count: number): HostExamples => ({
  x: { data: Float32Array.from({ length: 2 * count }, (_, i) => i + 1), shape: [count, 2], dtype: 'float32' },
  y: { data: Int32Array.from({ length: count }, (_, i) => i + 1), shape: [count], dtype: 'int32' },
});

test('sizes halve from the most rows on, as far as a set fits', () => {
  assert.deepEqual(bucketSizes([5, 50]), [50, 25, 13, 7]);
  assert.deepEqual(bucketSizes([30, 50]), [50]);
  assert.deepEqual(bucketSizes([20, 50]), [50, 25]);
  assert.deepEqual(bucketSizes([1, 2]), [2, 1]);
  assert.deepEqual(bucketSizes([1, 1000]), [1000, 500, 250, 125]);
});

test('any set is padded to the least of at most four sizes that has room, and keeps its rows', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(80), fc.double({ min: 0, max: 1, noNaN: true }), (low, more, at) => {
      const range = [low, low + more] as const;
      const count = low + Math.round(at * more);
      const own = rows(count);
      const padded = bucketPadding(range)(own);
      if (more === 0) return assert.equal(padded, own);
      const sizes = bucketSizes(range);
      assert.ok(sizes.length <= 4);
      const size = padded.x.shape[0];
      assert.equal(size, Math.min(...sizes.filter((each) => each >= count)));
      assert.deepEqual([padded.x.shape, padded.y.shape, padded.mask!.shape], [[size, 2], [size], [size]]);
      assert.deepEqual(padded.x.data.slice(0, 2 * count), own.x.data);
      assert.deepEqual(padded.y.data.slice(0, count), own.y.data);
      for (const { data } of [padded.x, padded.y]) assert.ok(data.slice((data.length / size) * count).every((value) => value === 0));
      assert.deepEqual([...padded.mask!.data], Array.from({ length: size }, (_, row) => (row < count ? 1 : 0)));
    }),
  );
});

test('padding keeps the mask that a set has, and never cuts', () => {
  const masked = { ...rows(2), mask: { data: Float32Array.of(0, 1), shape: [2], dtype: 'float32' as const } };
  assert.deepEqual([...padExamples(masked, 4).mask!.data], [0, 1, 0, 0]);
  assert.throws(() => padExamples(rows(3), 2), /Cannot pad 3 rows to 2/);
});
