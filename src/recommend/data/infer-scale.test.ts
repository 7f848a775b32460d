import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inferScale, scaleWithLevels } from './infer-scale.js';

const counts = (...pairs: [number, number][]): Map<number, number> => new Map(pairs.map(([value, count]) => [Math.fround(value), count]));

test('few values are levels, in short decimals', () => {
  assert.deepEqual(inferScale(counts([4.1, 3], [0.1, 2], [2, 2])), { low: 0.1, high: 4.1, levels: [0.1, 2, 4.1] });
});

test('many values are none', () => {
  assert.deepEqual(inferScale(new Map(Array.from({ length: 50 }, (_, value) => [value, 1]))), { low: 0, high: 49 });
});

test('a few far above the others, or below zero, are out of scale; rare low ratings and frequent marks are not', () => {
  const stars = [[1, 1], [2, 3], [3, 100], [4, 500], [5, 400]] as [number, number][];
  assert.deepEqual(inferScale(counts(...stars)), { low: 1, high: 5, levels: [1, 2, 3, 4, 5] });
  assert.deepEqual(inferScale(counts(...stars, [55, 1], [-1, 2])), { low: 1, high: 5, levels: [1, 2, 3, 4, 5] });
  assert.deepEqual(inferScale(counts(...stars, [-1, 200])).low, -1);
  assert.deepEqual(inferScale(counts([4, 10], [5, 10], [55, 1])).high, 55, 'too few ratings tell nothing');
});

test('a scale that is given has the levels that occur in it', () => {
  assert.deepEqual(scaleWithLevels({ low: 1, high: 5 }, counts([1, 1], [5, 2], [9, 9])), { low: 1, high: 5, levels: [1, 5] });
});
