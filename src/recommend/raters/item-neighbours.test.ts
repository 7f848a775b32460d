import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../testing/close.js';
import { knownRatings, tinyRatings } from '../../testing/tiny-ratings.js';
import { biasesOf } from './damped-biases.js';
import { fitItemNeighbours, type ItemNeighboursSettings } from './item-neighbours.js';
import { trainingRatings } from './training-ratings.js';

const ratings = tinyRatings([[[0, 5], [1, 4], [2, 2]], [[0, 2], [1, 1], [2, 4]], [[0, 4], [2, 3]], [[1, 2], [3, 5]]], { items: 5 });
const everyone = [0, 1, 2, 3];
const settings: ItemNeighboursSettings = { itemDamping: 1, userDamping: 1, neighbours: 10, shrinkage: 2, damping: 0.5 };

test('an item is its biases and the weighted mean of what its neighbour is above its own', async () => {
  const { mean, items, users } = biasesOf(trainingRatings(ratings, everyone), settings);
  const left = (user: number, item: number, rating: number): number => rating - mean - users[user] - items[item];
  // Users 0 and 1 rated both items.
  const [a, b] = [[left(0, 0, 5), left(1, 0, 2)], [left(0, 1, 4), left(1, 1, 1)]];
  const correlation = (a[0] * b[0] + a[1] * b[1]) / Math.sqrt((a[0] ** 2 + a[1] ** 2) * (b[0] ** 2 + b[1] ** 2));
  const similarity = correlation * (2 / (2 + 2));
  assert.ok(similarity > 0);
  const own = (4 - mean - items[0]) / (1 + 1);
  const above = 4 - mean - items[0] - own;
  const [scores] = await fitItemNeighbours(ratings, everyone, settings).rate([{ known: knownRatings([0, 4]), asked: Int32Array.of(1) }]);
  assertClose([...scores], [mean + own + items[1] + (similarity * above) / (similarity + 0.5)]);
});

test('an item without a positive neighbour, and one that training never had, is its biases', async () => {
  const { mean, items } = biasesOf(trainingRatings(ratings, everyone), settings);
  const own = (4 - mean - items[0]) / (1 + 1);
  const [scores] = await fitItemNeighbours(ratings, everyone, settings).rate([{ known: knownRatings([0, 4]), asked: Int32Array.of(2, 3, 4, 77, -1) }]);
  assertClose([...scores], [mean + own + items[2], mean + own + items[3], ...Array(3).fill(mean + own)]);
});

test('with one neighbour only the most alike of the known items speaks', async () => {
  const users = [0, 1, 2, 3];
  const other = tinyRatings([[[0, 9], [1, 9], [2, 7], [3, 1]], [[0, 1], [1, 1], [2, 3], [3, 9]], [[0, 7], [1, 8], [2, 9], [3, 2]], [[0, 2], [1, 1], [2, 1], [3, 8]]], { items: 4, scale: { low: -10, high: 20 } });
  const rated = async (neighbours: number): Promise<number> => {
    const rater = fitItemNeighbours(other, users, { ...settings, shrinkage: 0, damping: 0, neighbours });
    return (await rater.rate([{ known: knownRatings([0, 9], [2, 1]), asked: Int32Array.of(1) }]))[0][0];
  };
  // Of a neighbour alone, without damping, the weight does not matter: the item is as far above its biases as the neighbour.
  const { mean, items } = biasesOf(trainingRatings(other, users), settings);
  const own = (9 + 1 - 2 * mean - items[0] - items[2]) / 3;
  const alone = mean + own + items[1] + (9 - mean - own - items[0]);
  assertClose(await rated(1), alone);
  assert.ok((await rated(2)) < alone - 0.1, 'the other, rated low, also speaks');
});

test('settings that make no sense are refused', () => {
  assert.throws(() => fitItemNeighbours(ratings, everyone, { ...settings, neighbours: 0 }), /neighbours of item kNN must be a whole number of at least 1, got 0/);
  assert.throws(() => fitItemNeighbours(ratings, everyone, { ...settings, shrinkage: -1 }), /shrinkage of item kNN/);
});
