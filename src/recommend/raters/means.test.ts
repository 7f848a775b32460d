import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../testing/close.js';
import { knownRatings, tinyRatings } from '../../testing/tiny-ratings.js';
import { fitGlobalMean, fitItemMean, fitUserMean } from './means.js';

// The third user is not one of training.
const ratings = tinyRatings([[[0, 5], [1, 3]], [[0, 4]], [[0, 1], [1, 1]]], { items: 3 });
const training = [0, 1];
const mean = 4;
const question = { known: knownRatings([0, 2], [1, 5]), asked: Int32Array.of(0, 1, 2) };

test('the global mean is that of all ratings by the users given', async () => {
  const [scores] = await fitGlobalMean(ratings, training).rate([question]);
  assertClose([...scores], [mean, mean, mean]);
});

test('an item mean is damped by ratings of the global mean, and an item without ratings has that', async () => {
  const [scores] = await fitItemMean(ratings, training, { damping: 2 }).rate([question]);
  assertClose([...scores], [(5 + 4 + 2 * mean) / 4, (3 + 2 * mean) / 3, mean]);
});

test('without damping an item without ratings still has the global mean', async () => {
  const [scores] = await fitItemMean(ratings, training, { damping: 0 }).rate([question]);
  assertClose([...scores], [4.5, 3, mean]);
});

test('a user mean is that of the known ratings, damped; nothing known is the global mean', async () => {
  const rater = fitUserMean(ratings, training, { damping: 1 });
  const [scores, untold] = await rater.rate([question, { ...question, known: knownRatings() }]);
  assertClose([...scores], Array(3).fill((2 + 5 + mean) / 3));
  assertClose([...untold], [mean, mean, mean]);
});

test('a damping below zero is refused by name', () => {
  assert.throws(() => fitItemMean(ratings, training, { damping: -1 }), { name: 'RangeError', message: 'The damping of item mean must be a number of at least 0, got -1.' });
  assert.throws(() => fitUserMean(ratings, training, { damping: NaN }), /damping of user mean .* got NaN/);
});
