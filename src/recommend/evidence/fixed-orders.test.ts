import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maml, onFeatures } from '../../algorithms/index.js';
import { evaluate, leavesOf, tensor, type NdArray } from '../../graph/index.js';
import { fieldsEncoder, meanSquaredError, mlp } from '../../nn/index.js';
import { key } from '../../random/index.js';
import { assertClose } from '../../testing/close.js';
import { tensorsOf } from '../../testing/tensors.js';
import { ratingTasks, syntheticRaters, type Ratings } from '../index.js';
import { gradientNorms, meluEvidence, popularEntropyEvidence, popularEvidence, randomEvidence } from './index.js';

const nothing = { items: new Int32Array(0), ratings: new Float32Array(0) };
const family = ratingTasks(syntheticRaters({ users: 60, items: 40, perUser: [8, 20] }), { idWidth: 4, attributeWidth: 2 });

test('popularity asks for what is rated most, and never for what nobody rated', () => {
  assert.deepEqual([...popularEvidence([3, 0, 7, 3]).rank(nothing)], [2, 0, 3]);
});

test('popularity and entropy asks for what is rated often and in different ways', () => {
  // Item 0: four ratings that agree; item 1: two that differ; item 2: four that differ; item 3: one.
  const rows = [[0, 5], [2, 1], [0, 5], [2, 5], [0, 5], [1, 1], [2, 1], [0, 5], [1, 5], [2, 5], [3, 4]];
  const ratings: Ratings = { ...family.ratings, starts: Int32Array.of(0, 11), item: Int32Array.from(rows, ([item]) => item), rating: Float32Array.from(rows, ([, rating]) => rating) };
  assert.deepEqual([...popularEntropyEvidence(ratings, [0]).rank(nothing)], [2, 1]);
  const anyNumber: Ratings = { ...ratings, scale: { low: 1, high: 5 } };
  assert.deepEqual([...popularEntropyEvidence(anyNumber, [0]).rank(nothing)], [2, 1]);
});

test('at random each user has an order, the same at every question', () => {
  const strategy = randomEvidence(30);
  const [one, other] = [1, 2].map((user) => strategy.rank({ user, ...nothing }));
  assert.notDeepEqual(one, other);
  assert.deepEqual(one.toSorted(), Int32Array.from({ length: 30 }, (_, item) => item));
  assert.deepEqual(strategy.rank({ user: 1, items: Int32Array.of(4), ratings: Float32Array.of(3) }), one);
  assert.notDeepEqual(randomEvidence(30, 1).rank({ user: 1, ...nothing }), one);
});

test('the norm of a gradient is that of the loss over itself: of a linear learner 2 (|x| + 1) / |error|', async () => {
  const width = family.inputShape[0];
  const algorithm = maml({ learner: mlp({ inputs: width, hidden: [], outputs: 1 }), loss: meanSquaredError, innerSteps: 2 });
  const theta = algorithm.init(key(3));
  const [weight, bias] = leavesOf<NdArray>(theta).toSorted((a, b) => b.data.length - a.data.length);
  // More ratings than one call takes.
  const ratings = Array.from({ length: 40 }, (_, i) => ({ user: i % 5, item: i, rating: 1 + (i % 5) }));
  const norms = await gradientNorms(family, algorithm, theta, ratings);
  ratings.forEach(({ user, item, rating }, i) => {
    const { x, y } = family.examplesOf(user, [item], [rating]);
    const predicted = Array.from(x.data).reduce((total, value, at) => total + value * weight.data[at], bias.data[0]);
    const error = Math.abs(predicted - y.data[0]);
    const size = Math.sqrt(Array.from(x.data).reduce((total, value) => total + value ** 2, 0));
    const expected = (2 * error * (size + 1)) / Math.max(error ** 2, 0.01);
    assert.ok(Math.abs(norms[i] - expected) < 1e-3 * expected, `${norms[i]} where ${expected} is expected`);
  });
});

test('a shared encoder does not adapt: the norm is that of what stands on its features', async () => {
  const encoder = fieldsEncoder(family.columns.map(({ field }) => field));
  const algorithm = onFeatures(encoder, maml({ learner: mlp({ inputs: encoder.outputShape[0], hidden: [], outputs: 1 }), loss: meanSquaredError }));
  const theta = algorithm.init(key(0));
  const [weight, bias] = leavesOf<NdArray>(theta.inner).toSorted((a, b) => b.data.length - a.data.length);
  const { x, y } = family.examplesOf(0, [0], [5]);
  const features = evaluate(encoder.apply(tensorsOf(theta.encoder) as never, tensor(x))) as NdArray;
  const predicted = Array.from(features.data).reduce((total, value, at) => total + value * weight.data[at], bias.data[0]);
  const size = Math.sqrt(Array.from(features.data).reduce((total, value) => total + value ** 2, 0));
  const [norm] = await gradientNorms(family, algorithm, theta, [{ user: 0, item: 0, rating: 5 }]);
  assertClose(norm, (2 * (size + 1)) / Math.abs(predicted - y.data[0]), 1e-3);
});

test("MeLU's selection is the mean norm times popularity", () => {
  const ratings = [{ item: 0 }, { item: 0 }, { item: 1 }, { item: 2 }].map(({ item }) => ({ user: 0, item, rating: 3 }));
  // Mean norms 2, 4, 1 and counts 10, 4, 12 (item 3 has no norm): 20, 16, 12.
  assert.deepEqual([...meluEvidence(ratings, [1, 3, 4, 1], [10, 4, 12, 90]).rank(nothing)], [0, 1, 2]);
  assert.throws(() => meluEvidence(ratings, [1], [10, 4, 12, 90]), /1 norms were given for 4 ratings/);
});
