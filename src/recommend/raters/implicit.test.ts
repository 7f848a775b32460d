import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../testing/close.js';
import { knownRatings, tinyRatings } from '../../testing/tiny-ratings.js';
import { fitImplicitFactors } from './implicit-factors.js';
import { fitImplicitNeighbours } from './implicit-neighbours.js';
import { fitPopularity } from './popularity.js';

const takes = (...lists: readonly (readonly number[])[]) => tinyRatings(lists.map((items) => items.map((item) => [item, 1] as const)), { items: 5, feedback: 'implicit', scale: { low: 0, high: 1 } });
const taken = takes([0, 1, 2], [0, 1], [0, 3], [2]);
const everyone = [0, 1, 2, 3];
const all = Int32Array.of(0, 1, 2, 3, 4, 99);

test('popularity is the share of users who took an item', async () => {
  const rater = fitPopularity(taken, everyone);
  assert.equal(rater.rates, false);
  assertClose([...(await rater.rate([{ known: knownRatings(), asked: all }]))[0]], [3 / 4, 2 / 4, 2 / 4, 1 / 4, 0, 0]);
});

test('an item scores the sum of its cosines to the items taken', async () => {
  const rater = fitImplicitNeighbours(taken, everyone, { neighbours: 10, shrinkage: 0.5 });
  const cosine = (both: number, a: number, b: number): number => both / (Math.sqrt(a * b) + 0.5);
  const [scores] = await rater.rate([{ known: knownRatings([0, 1], [2, 1], [3, 0]), asked: all }]);
  assertClose([...scores], [cosine(3, 3, 3) + cosine(1, 2, 3), cosine(2, 3, 2) + cosine(1, 2, 2), cosine(1, 3, 2) + cosine(2, 2, 2), cosine(1, 3, 1), 0, 0]);
});

test('with one neighbour only the greatest cosine counts', async () => {
  const rater = fitImplicitNeighbours(taken, everyone, { neighbours: 1, shrinkage: 0 });
  const [scores] = await rater.rate([{ known: knownRatings([0, 1], [2, 1]), asked: Int32Array.of(1) }]);
  assertClose([...scores], [2 / Math.sqrt(6)]);
});

test('where nothing is known both neighbours and factors rank by popularity', async () => {
  const question = { known: knownRatings(), asked: all };
  const [popular] = await fitPopularity(taken, everyone).rate([question]);
  for (const rater of [fitImplicitNeighbours(taken, everyone, { neighbours: 5, shrinkage: 1 }), fitImplicitFactors(taken, everyone, { factors: 2, penalty: 0.1, alpha: 5 })]) {
    assert.deepEqual((await rater.rate([question]))[0], popular);
    assert.equal(rater.rates, false);
  }
});

test('one factor is the fixed point of the weighted ridge regressions on all items', async () => {
  // A fold-in of user n's own items must give what training gives, whose item vectors are the next step of the same regressions.
  const [penalty, alpha] = [0.3, 4];
  const rater = fitImplicitFactors(taken, everyone, { factors: 1, penalty, alpha, rounds: 200 });
  const scoresOf = async (items: readonly number[]): Promise<Float32Array> => (await rater.rate([{ known: knownRatings(...items.map((item) => [item, 1] as const)), asked: Int32Array.of(0, 1, 2, 3) }]))[0];
  const lists = [[0, 1, 2], [0, 1], [0, 3], [2]];
  const table = await Promise.all(lists.map(scoresOf));
  // Scores are x y: of rank one. With y scaled such that y_0 = 1, x is the first column.
  const x = table.map((row) => row[0]);
  const y = [...table[0]].map((score) => score / table[0][0]);
  table.forEach((row, user) => assertClose([...row], y.map((each) => x[user] * each), 1e-4));
  // x_u = sum(c p y) / (sum(c y^2) + penalty / s^2), with an unknown scale s of y: the same for every user.
  const scale = (user: number): number => {
    const own = lists[user];
    const above = own.reduce((sum, item) => sum + (1 + alpha) * y[item], 0);
    const below = y.reduce((sum, each, item) => sum + (1 + (own.includes(item) ? alpha : 0)) * each ** 2, 0);
    return (above / x[user] - below) / penalty;
  };
  for (const user of [1, 2, 3]) assertClose(scale(user), scale(0), 1e-3);
  assert.ok(scale(0) > 0);
});

test('factors put what users of one taste took before what others took', async () => {
  const rater = fitImplicitFactors(takes([0, 1], [0, 1], [1, 0], [2, 3], [2, 3], [3, 2, 4]), Array(6).keys(), { factors: 2, penalty: 0.1, alpha: 10 });
  const [first, second] = await rater.rate([
    { known: knownRatings([0, 1]), asked: Int32Array.of(1, 3) },
    { known: knownRatings([2, 1]), asked: Int32Array.of(1, 3) },
  ]);
  assert.ok(first[0] > first[1] + 0.3, `${first}`);
  assert.ok(second[1] > second[0] + 0.3, `${second}`);
});
