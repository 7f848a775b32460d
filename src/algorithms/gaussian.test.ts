import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, tensor } from '../graph/index.js';
import { assertClose } from '../testing/close.js';
import { laplaceNegativeLogLikelihood, negativeLogLikelihood } from './gaussian.js';

const predicted = { mean: tensor([[1], [2], [0]]), deviation: tensor([[1], [0.5], [2]]) };
const y = tensor([[3], [2], [50]]);
const mask = tensor([1, 1, 0]);

test('the likelihood of errors is that of a normal distribution of the same mean and deviation', () => {
  const each = [0.5 * 4 + 0.5 * Math.log(2 * Math.PI), Math.log(0.5) + 0.5 * Math.log(2 * Math.PI)];
  assertClose(negativeLogLikelihood(predicted, y, mask), (each[0] + each[1]) / 2, 1e-6);
});

test('or that of a Laplace distribution, -log of exp(-|e| / b) / 2b with b the deviation over the root of 2', () => {
  const b = [Math.SQRT1_2, 0.5 * Math.SQRT1_2];
  const each = [2 / b[0] + Math.log(2 * b[0]), Math.log(2 * b[1])];
  assertClose(laplaceNegativeLogLikelihood(predicted, y, mask), (each[0] + each[1]) / 2, 1e-6);
});

test('a Laplace distribution has the deviation that it is told: its density, summed, gives it back', () => {
  const [step, deviation] = [0.01, 1.3];
  const errors = Array.from({ length: 4001 }, (_, i) => (i - 2000) * step);
  const density = errors.map((error) => Math.exp(-Number(evaluate(laplaceNegativeLogLikelihood({ mean: tensor([[0]]), deviation: tensor([[deviation]]) }, tensor([[error]]))).data[0])));
  const total = (weigh: (error: number) => number): number => errors.reduce((sum, error, i) => sum + weigh(error) * density[i] * step, 0);
  assert.ok(Math.abs(total(() => 1) - 1) < 1e-3);
  assert.ok(Math.abs(Math.sqrt(total((error) => error ** 2)) - deviation) < 1e-3);
});
