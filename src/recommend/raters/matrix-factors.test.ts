import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, ndarray, solve, tensor, type NdArray } from '../../graph/index.js';
import { assertClose } from '../../testing/close.js';
import { syntheticRaters } from '../synthetic-raters.js';
import { factorise, fitMatrixFactors, type Factorisation, type MatrixFactorsSettings } from './matrix-factors.js';
import { trainingRatings } from './training-ratings.js';

const ratings = syntheticRaters({ users: 80, items: 50, perUser: [6, 20] });
const users = Array.from({ length: 80 }, (_, user) => user);
const training = trainingRatings(ratings, users);
const settings: MatrixFactorsSettings = { factors: 3, penalty: 2, weighted: false, biasPenalty: 1.5 };

/** The squared error and its penalties. */
function objective({ width, users: p, items: q }: Factorisation, { penalty, weighted, biasPenalty = 5 }: MatrixFactorsSettings): number {
  const { users: lists, items: byItem, mean, deviation } = training;
  let total = 0;
  for (let user = 0; user < lists.count; user++) {
    for (let at = lists.starts[user]; at < lists.starts[user + 1]; at++) {
      const item = lists.partner[at];
      let rated = p[user * width + width - 1] + q[item * width + width - 1];
      for (let i = 0; i + 1 < width; i++) rated += p[user * width + i] * q[item * width + i];
      total += ((lists.rating[at] - mean) / deviation - rated) ** 2;
    }
  }
  for (const [vectors, { starts, count }] of [[p, lists], [q, byItem]] as const) {
    for (let number = 0; number < count; number++) {
      const times = weighted ? starts[number + 1] - starts[number] : Number(starts[number + 1] > starts[number]);
      for (let i = 0; i + 1 < width; i++) total += penalty * times * vectors[number * width + i] ** 2;
      total += biasPenalty * vectors[number * width + width - 1] ** 2;
    }
  }
  return total;
}

for (const weighted of [false, true]) {
  test(`no round makes the ${weighted ? 'weighted ' : ''}objective larger`, () => {
    const chosen = { ...settings, penalty: weighted ? 0.1 : 2, weighted };
    const values = [1, 2, 3, 5, 10].map((rounds) => objective(factorise(training, { ...chosen, rounds }), chosen));
    values.slice(1).forEach((value, i) => assert.ok(value <= values[i] * (1 + 1e-12), `${value} after ${values[i]}`));
    assert.ok(values.at(-1)! < 0.98 * values[0]);
  });

  test(`a new user is the solution of the ${weighted ? 'weighted ' : ''}normal equations on the known ratings`, async () => {
    const chosen = { ...settings, penalty: weighted ? 0.05 : 2, weighted };
    const { mean, deviation } = training;
    const { width, items } = factorise(training, chosen);
    const known = { items: Int32Array.of(3, 0, 17, 8), ratings: Float32Array.of(4, 2, 5, 3) };
    const rows = [...known.items].map((item) => [...items.subarray(item * width, item * width + width - 1), 1]);
    const answers = [...known.items].map((item, i) => (known.ratings[i] - mean) / deviation - items[item * width + width - 1]);
    const each = chosen.penalty * (weighted ? 4 : 1);
    const penalties = [each, each, each, 1.5];
    const left = penalties.map((penalty, a) => penalties.map((_, b) => rows.reduce((sum, row) => sum + row[a] * row[b], a === b ? penalty : 0)));
    const right = penalties.map((_, a) => [rows.reduce((sum, row, i) => sum + row[a] * answers[i], 0)]);
    const own = (evaluate(solve(tensor(ndarray(left)), tensor(ndarray(right)))) as NdArray).data;
    const expected = (item: number): number => {
      const score = own[3] + items[item * width + 3] + [0, 1, 2].reduce((sum, i) => sum + own[i] * items[item * width + i], 0);
      return Math.min(5, Math.max(1, mean + deviation * score));
    };
    const asked = Int32Array.of(1, 2, 30, 44);
    const [scores] = await fitMatrixFactors(ratings, users, chosen).rate([{ known, asked }]);
    assertClose([...scores], [...asked].map(expected), 1e-5);
  });
}

test('with nothing known, and of items that nobody rated, what is left is the item bias, the user bias and the mean', async () => {
  const { mean, deviation } = training;
  const { width, items } = factorise(training, settings);
  const rater = fitMatrixFactors(ratings, users, settings);
  const [untold, cold] = await rater.rate([
    { known: { items: new Int32Array(), ratings: new Float32Array() }, asked: Int32Array.of(0, 999) },
    { known: { items: Int32Array.of(999, -1), ratings: Float32Array.of(5, 4) }, asked: Int32Array.of(999) },
  ]);
  assertClose([...untold], [mean + deviation * items[width - 1], mean], 1e-5);
  assertClose([...cold], [mean + (5 + 4 - 2 * mean) / (2 + 1.5)], 1e-5);
});

test('settings that make no sense are refused', () => {
  assert.throws(() => factorise(training, { ...settings, factors: 0 }), /factors of matrix factorisation must be a whole number of at least 1, got 0/);
  assert.throws(() => factorise(training, { ...settings, penalty: 0 }), /penalty of matrix factorisation must be above 0, got 0/);
  assert.throws(() => factorise(training, { ...settings, biasPenalty: -2 }), /biasPenalty of matrix factorisation/);
});
