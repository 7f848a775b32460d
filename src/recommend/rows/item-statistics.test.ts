import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handRatings } from '../../testing/hand-ratings.js';
import { itemStatistics } from './item-statistics.js';

const ratings = handRatings([[[0, 5], [1, 1]], [[0, 3]], [[2, 4]]], 4);

test('each item has the sum and the number of its ratings, and all have one mean and deviation', () => {
  const { sums, counts, mean, deviation } = itemStatistics(ratings);
  assert.deepEqual([[...sums], [...counts]], [[8, 1, 4, 0], [2, 1, 1, 0]]);
  assert.equal(mean, 13 / 4);
  assert.ok(Math.abs(deviation - Math.sqrt((25 + 1 + 9 + 16) / 4 - (13 / 4) ** 2)) < 1e-12);
});

test('only the users that are told count', () => {
  const { sums, counts, mean } = itemStatistics(ratings, [1, 2]);
  assert.deepEqual([[...sums], [...counts], mean], [[3, 0, 4, 0], [1, 0, 1, 0], 3.5]);
});

test('of no ratings, or of equal ones, there is still a deviation to divide by', () => {
  assert.deepEqual([itemStatistics(ratings, []).mean, itemStatistics(ratings, []).deviation], [0, 1]);
  assert.deepEqual([itemStatistics(ratings, [1]).mean, itemStatistics(ratings, [1]).deviation], [3, 1]);
});
