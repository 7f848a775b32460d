import assert from 'node:assert/strict';
import { test } from 'node:test';
import { log, tensor } from '../graph/index.js';
import { assertClose } from '../testing/close.js';
import { conditionalNeuralProcess } from './index.js';

/** An example is encoded as its y; the mean of a prediction is x + r, and its deviation 0.1 + 0.9 softplus(r). */
const sums = conditionalNeuralProcess({ inputs: 1, outputs: 1, width: 1, hidden: [], decoderHidden: [] });
const theta = {
  encoder: { blocks: [], head: { weight: tensor([[0], [1]]), bias: tensor([0]) } },
  decoder: { blocks: [], head: { weight: tensor([[1, 0], [1, 1]]), bias: tensor([0, 0]) } },
};
const support = { x: tensor([[7], [8], [9]]), y: tensor([[1], [-2], [100]]), mask: tensor([1, 1, 0]) };
const r = -0.5;
const deviation = 0.1 + 0.9 * Math.log(1 + Math.exp(r));

test('a task is the mean of its encoded examples, and a prediction a function of it and of the input', () => {
  const phi = sums.adapt(theta, { support });
  assertClose([phi.total, phi.count], [tensor(-1), tensor(2)]);
  assertClose(sums.distribution(phi, tensor([[0], [3]])), { mean: tensor([r, 3 + r]), deviation: tensor([deviation, deviation]) });
  assertClose(sums.predict(phi, tensor([[0], [3]])), [r, 3 + r]);
});

test('the loss is the mean negative log-likelihood of the points of both sets that count', () => {
  const query = { x: tensor([[0], [0]]), y: tensor([[2], [50]]), mask: tensor([1, 0]) };
  const density = (x: number, y: number): number => Math.exp(-((y - x - r) ** 2) / (2 * deviation ** 2)) / (deviation * Math.sqrt(2 * Math.PI));
  const expected = -(Math.log(density(7, 1)) + Math.log(density(8, -2)) + Math.log(density(0, 2))) / 3;
  assertClose(sums.objective(theta, { support, query }), expected);
});

test('what is added goes into the mean, and without any example the mean is zero', () => {
  const phi = sums.adapt(theta, { support });
  const more = { x: tensor([[0]]), y: tensor([[4]]) };
  assertClose(sums.predict(sums.extend!(phi, { support: more, known: support }), tensor([[0]])), 1);
  const nothing = { ...support, mask: tensor([0, 0, 0]) };
  assertClose(sums.predict(sums.adapt(theta, { support: nothing }), tensor([[5]])), 5);
});

test('a deviation is never below 0.1, however sure a network is', () => {
  const sure = { ...theta, decoder: { blocks: [], head: { weight: tensor([[1, 0], [1, 0]]), bias: tensor([0, -40]) } } };
  assertClose(log(sums.distribution(sums.adapt(sure, { support }), tensor([[0]])).deviation), Math.log(0.1));
});

test('sizes that make no sense are refused', () => {
  assert.throws(() => conditionalNeuralProcess({ inputs: 1, outputs: 0 }), /outputs must be a whole number of at least 1, got 0/);
  assert.throws(() => conditionalNeuralProcess({ inputs: 1, outputs: 1, width: 2.5 }), /width must be a whole number of at least 1, got 2.5/);
});
