import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, exp, mul, ndarray, sub, sum, tensor, type NdArray } from '../../graph/index.js';
import { foldIn, key } from '../../random/index.js';
import { assertClose } from '../../testing/close.js';
import { categorical, drawOf, gaussian, type Distribution } from './index.js';

const samples = 20_000;

/** Draws from one row of parameters: (samples, A). */
function drawn(distribution: Distribution, parameters: readonly number[]): number[][] {
  const draw = drawOf(key(3));
  const from = Float32Array.from([9, ...parameters]);
  return Array.from({ length: samples }, () => {
    const action = new Float32Array(distribution.width + 1).fill(7);
    distribution.sample(from, 1, draw, action, 1);
    assert.equal(action[0], 7);
    return [...action.subarray(1)];
  });
}

const rows = (values: readonly number[][]) => tensor(ndarray(Float32Array.from(values.flat()), [values.length, values[0].length]));
const meanOf = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

test('a Gaussian draws with its means and deviations, and its log-probability is the formula', () => {
  const distribution = gaussian(2);
  const actions = drawn(distribution, [1, -2, Math.log(0.5), Math.log(2)]);
  for (const [at, mean, deviation] of [[0, 1, 0.5], [1, -2, 2]]) {
    const values = actions.map((action) => action[at]);
    assert.ok(Math.abs(meanOf(values) - mean) < 4 * deviation / Math.sqrt(samples));
    assert.ok(Math.abs(Math.sqrt(meanOf(values.map((v) => (v - mean) ** 2))) / deviation - 1) < 0.03);
  }
  const density = (x: number, mean: number, deviation: number) => -0.5 * ((x - mean) / deviation) ** 2 - Math.log(deviation) - 0.5 * Math.log(2 * Math.PI);
  assertClose(distribution.logProbability(rows([[1, -2, Math.log(0.5), Math.log(2)]]), rows([[0.5, 1]])), [density(0.5, 1, 0.5) + density(1, -2, 2)], 1e-6);
});

test('what is no number gives an action that is none, of choices too', () => {
  for (const distribution of [gaussian(1), categorical(2)]) {
    const action = Float32Array.of(1);
    distribution.sample(Float32Array.of(NaN, 0), 0, drawOf(key(3)), action, 0);
    assert.ok(Number.isNaN(action[0]), distribution.name);
  }
});

test('choices come as often as their probabilities, and their log-probability is log softmax', () => {
  const distribution = categorical(3);
  const chances = [0.2, 0.5, 0.3];
  const logits = chances.map((chance) => Math.log(chance) + 5);
  const counts = [0, 0, 0];
  for (const [choice] of drawn(distribution, logits)) counts[choice]++;
  counts.forEach((count, i) => assert.ok(Math.abs(count / samples - chances[i]) < 0.015, `${counts}`));
  assertClose(distribution.logProbability(rows([logits, logits]), rows([[0], [2]])), [Math.log(0.2), Math.log(0.3)], 1e-5);
});

for (const [name, distribution, p, q] of [
  ['Gaussians', gaussian(2), [0.3, -1, -0.2, 0.4], [-0.5, 0.2, 0.1, 0.3]],
  ['choices', categorical(4), [0.1, 1, -1, 0.5], [0, 0.3, 0.2, -0.7]],
] as const) {
  test(`the divergence of ${name} is the mean log ratio of draws, and zero from themselves`, () => {
    const actions = rows(drawn(distribution, p));
    const at = (parameters: readonly number[]) => distribution.logProbability(rows(new Array(samples).fill(parameters)), actions);
    const ratios = (evaluate(sub(at(p), at(q))) as NdArray).data;
    const divergence = (evaluate(distribution.divergence(rows([[...p]]), rows([[...q]]))) as NdArray).data[0];
    const error = Math.sqrt(meanOf(Array.from(ratios, (r) => (r - divergence) ** 2)) / samples);
    assert.ok(Math.abs(meanOf(ratios) - divergence) < 4 * error, `${meanOf(ratios)} and ${divergence}`);
    assertClose(distribution.divergence(rows([[...p]]), rows([[...p]])), [0], 1e-6, 1);
  });

  test(`the entropy of ${name} is the mean surprise of draws`, () => {
    const actions = rows(drawn(distribution, p));
    const surprise = (evaluate(mul(distribution.logProbability(rows(new Array(samples).fill(p)), actions), -1)) as NdArray).data;
    const entropy = (evaluate(distribution.entropy(rows([[...p]]))) as NdArray).data[0];
    assert.ok(Math.abs(meanOf(surprise) - entropy) < 0.03, `${meanOf(surprise)} and ${entropy}`);
  });
}

test('the probabilities of all choices add up to one', () => {
  const distribution = categorical(3);
  assertClose(sum(exp(distribution.logProbability(rows([[1, 2, 3], [1, 2, 3], [1, 2, 3]]), rows([[0], [1], [2]])))), 1, 1e-6);
});

test('draws belong to their key', () => {
  const some = (of: ReturnType<typeof drawOf>) => [of.normal(), of.uniform(), of.normal(), of.normal()];
  assert.deepEqual(some(drawOf(key(1))), some(drawOf(key(1))));
  assert.notDeepEqual(some(drawOf(key(1))), some(drawOf(foldIn(key(1), 1))));
});
