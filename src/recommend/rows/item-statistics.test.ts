import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../testing/close.js';
import { handRatings } from '../../testing/hand-ratings.js';
import { damping, itemStatistics } from './item-statistics.js';

const ratings = handRatings([[[0, 5], [1, 1]], [[0, 3]], [[2, 4]]], 4);

test('all ratings have one mean and deviation, and each item counts its own', () => {
  const { counts, mean, deviation } = itemStatistics(ratings);
  assert.deepEqual([...counts], [2, 1, 1, 0]);
  assert.equal(mean, 13 / 4);
  assertClose([deviation], [Math.sqrt((25 + 1 + 9 + 16) / 4 - (13 / 4) ** 2)], 1e-12);
});

test('the biases of users and items are damped means of what the other leaves', () => {
  const { mean, userBiases, sums, counts } = itemStatistics(ratings);
  const expected = new Float64Array(4);
  ratings.item.forEach((item, i) => (expected[item] += ratings.rating[i] - mean - userBiases[[0, 0, 1, 2][i]]));
  assertClose([...sums], [...expected], 1e-9);
  // Alternating has come to rest, nearly.
  const bias = (item: number): number => sums[item] / (counts[item] + damping);
  assertClose([userBiases[2]], [(4 - mean - bias(2)) / (1 + damping)], 0.02);
});

test('an item that only strict users rate is thought better of than its mean', () => {
  const strict = Array.from({ length: 5 }, () => [[0, 3], ...Array.from({ length: 10 }, (_, i) => [2 + i, 1])] as [number, number][]);
  const mild = Array.from({ length: 5 }, () => [[1, 3], ...Array.from({ length: 10 }, (_, i) => [2 + i, 5])] as [number, number][]);
  const { sums, counts } = itemStatistics(handRatings([...strict, ...mild], 12));
  assert.ok(sums[0] / counts[0] > 0.5 && sums[1] / counts[1] < -0.5, `${sums[0] / counts[0]} and ${sums[1] / counts[1]}`);
});

test('only the users that are told count', () => {
  const { counts, mean, userBiases } = itemStatistics(ratings, [1, 2]);
  assert.deepEqual([[...counts], mean, userBiases[0]], [[1, 0, 1, 0], 3.5, 0]);
});

test('of no ratings, or of equal ones, there is still a deviation to divide by', () => {
  assert.deepEqual([itemStatistics(ratings, []).mean, itemStatistics(ratings, []).deviation], [0, 1]);
  assert.deepEqual([itemStatistics(ratings, [1]).mean, itemStatistics(ratings, [1]).deviation], [3, 1]);
});
