import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../testing/close.js';
import { tinyRatings } from '../../testing/tiny-ratings.js';
import { trainingRatings } from './training-ratings.js';

const ratings = tinyRatings([[[2, 5], [0, 3]], [[1, 4]], [[0, 1], [2, 2]]], { items: 4 });

test('ratings are listed by user and by item, each in the order of the other, users numbered anew', () => {
  const { users, items } = trainingRatings(ratings, [0, 2]);
  assert.deepEqual({ ...users }, { count: 2, starts: Int32Array.of(0, 2, 4), partner: Int32Array.of(0, 2, 0, 2), rating: Float32Array.of(3, 5, 1, 2) });
  assert.deepEqual({ ...items }, { count: 4, starts: Int32Array.of(0, 2, 2, 4, 4), partner: Int32Array.of(0, 1, 0, 1), rating: Float32Array.of(3, 1, 5, 2) });
});

test('mean and deviation are those of the ratings of these users', () => {
  const { mean, deviation } = trainingRatings(ratings, [0, 2]);
  assertClose([mean, deviation], [11 / 4, Math.sqrt((9 + 25 + 1 + 4) / 4 - (11 / 4) ** 2)]);
});

test('where all ratings are equal, or there are none, the deviation is one', () => {
  assert.equal(trainingRatings(ratings, [1]).deviation, 1);
  const { mean, deviation, items } = trainingRatings(ratings, []);
  assert.deepEqual([mean, deviation, items.count, items.partner.length], [0, 1, 4, 0]);
});
