import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../testing/close.js';
import { knownRatings, tinyRatings } from '../../testing/tiny-ratings.js';
import { syntheticRaters } from '../synthetic-raters.js';
import { biasesOf, fitDampedBiases } from './damped-biases.js';
import { trainingRatings } from './training-ratings.js';

const ratings = tinyRatings([[[0, 5], [1, 4]], [[0, 4], [1, 1]], [[0, 5]]], { items: 3 });
const everyone = [0, 1, 2];
const mean = 19 / 5;

test('one round is the damped mean of what is above the mean: of items, then of users less their items', () => {
  const { items, users } = biasesOf(trainingRatings(ratings, everyone), { itemDamping: 2, userDamping: 1 }, 1);
  const [first, second] = [(14 - 3 * mean) / 5, (5 - 2 * mean) / 4];
  assertClose([...items], [first, second, 0]);
  assertClose([...users], [(9 - 2 * mean - first - second) / 3, (5 - 2 * mean - first - second) / 3, (5 - mean - first) / 2]);
});

test('a new user has the bias that the known ratings say, and unknown items are the mean and that', async () => {
  const settings = { itemDamping: 2, userDamping: 3 };
  const { items } = biasesOf(trainingRatings(ratings, everyone), settings);
  const [scores, untold] = await fitDampedBiases(ratings, everyone, settings).rate([
    { known: knownRatings([0, 3], [1, 2]), asked: Int32Array.of(0, 1, 2, 99, -1) },
    { known: knownRatings(), asked: Int32Array.of(0, 2) },
  ]);
  const own = (3 + 2 - 2 * mean - items[0] - items[1]) / (2 + 3);
  assertClose([...scores], [mean + own + items[0], mean + own + items[1], ...Array(3).fill(mean + own)]);
  assertClose([...untold], [mean + items[0], mean]);
});

test('after many rounds the penalised squared error has no slope left', () => {
  const synthetic = syntheticRaters({ users: 60, items: 40 });
  const training = trainingRatings(synthetic, Array(60).keys());
  const biases = biasesOf(training, { itemDamping: 3, userDamping: 2 }, 100);
  const slopeOf = (lists: typeof training.items, own: Float64Array, others: Float64Array, damping: number): number => {
    let largest = 0;
    for (let number = 0; number < lists.count; number++) {
      let slope = -damping * own[number];
      for (let at = lists.starts[number]; at < lists.starts[number + 1]; at++) slope += lists.rating[at] - training.mean - own[number] - others[lists.partner[at]];
      largest = Math.max(largest, Math.abs(slope));
    }
    return largest;
  };
  assert.ok(slopeOf(training.users, biases.users, biases.items, 2) < 1e-9);
  assert.ok(slopeOf(training.items, biases.items, biases.users, 3) < 1e-6);
});

test('ratings stay within the scale', async () => {
  const [scores] = await fitDampedBiases(ratings, everyone, { itemDamping: 0, userDamping: 0 }).rate([{ known: knownRatings([1, 5]), asked: Int32Array.of(0, 1) }]);
  assert.deepEqual([...scores], [5, 5]);
});
