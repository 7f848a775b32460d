import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { add, evaluate, exp, mul, ravelTensors, slice, softmax, sum, tensor, unravelTensor, type Tensor } from '../graph/index.js';
import { key, normal } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { assertSlope } from '../testing/differences.js';
import { tensorsOf } from '../testing/tensors.js';
import { grad } from '../transform/index.js';
import { crossEntropy, mlpEncoder, ordinalHead, withOrdinalHead, type OrdinalParams } from './index.js';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const raw = (rise: number): number => Math.log(Math.expm1(rise));

test('a level is what lies between its thresholds', () => {
  const head = ordinalHead(1, 4);
  // Thresholds -1, 0.5, 2.5 and scores 0 and 2.
  const params = { weight: tensor([[2]]), first: tensor(-1), rises: tensor([raw(1.5), raw(2)]) };
  const expected = [0, 2].map((score) => {
    const below = [-1, 0.5, 2.5].map((threshold) => sigmoid(threshold - score));
    return [below[0], below[1] - below[0], below[2] - below[1], 1 - below[2]];
  });
  const logits = head.apply(params, tensor([[0], [1]]));
  assertClose(exp(logits), expected);
  assertClose(softmax(logits), expected);
});

test('two levels are logistic regression', () => {
  const head = ordinalHead(1, 2);
  const params = { weight: tensor([[3]]), first: tensor(1) };
  assertClose(exp(head.apply(params, tensor([[0.5]]))), [sigmoid(-0.5), sigmoid(0.5)]);
  assert.deepEqual(Object.keys(head.init(key(0))), ['weight', 'first']);
});

test('at the start all levels are as probable', () => {
  for (const levels of [2, 3, 5, 10]) {
    const head = ordinalHead(3, levels);
    assertClose(exp(head.apply(tensorsOf(head.init(key(levels))), tensor([[0, 0, 0]]))), new Array<number>(levels).fill(1 / levels), 1e-5);
  }
});

test('for any thresholds, probabilities sum to one, and a larger score never makes a low level more probable', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 8 }), fc.nat(1000), fc.double({ min: 0.1, max: 8, noNaN: true }), (levels, seed, scale) => {
      const head = ordinalHead(1, levels);
      const host = head.init(key(0));
      const flat = ravelTensors(tensorsOf(host));
      const params = { ...(unravelTensor(mul(tensor(normal(key(seed), flat.shape)), scale), host as never) as OrdinalParams), weight: tensor([[1]]) };
      const probabilities = exp(head.apply(params, tensor([[-2], [0], [1], [4]])));
      assertClose(sum(probabilities, 1), [1, 1, 1, 1], 1e-9);
      for (let level = 0; level < levels - 1; level++) {
        const below = evaluate(sum(slice(probabilities, [null, [0, level + 1]]), 1)).data;
        for (let row = 1; row < 4; row++) assert.ok(below[row] <= below[row - 1] + 1e-12, `up to level ${level}: ${[...below].join(' ')}`);
      }
    }),
    { numRuns: 30 },
  );
});

test('far out, and of thresholds that nearly touch, losses and gradients are finite', () => {
  const head = ordinalHead(1, 5);
  for (const score of [-1e4, -100, 100, 1e4]) {
    for (const rise of [-60, 0, 60]) {
      const params = { weight: tensor([[score]]), first: tensor(0), rises: tensor([rise, rise, rise]) };
      const loss = (p: OrdinalParams): Tensor => crossEntropy(head.apply(p, tensor([[1], [1]])), tensor([0, 3], 'int32'));
      for (const leaf of [loss(params), ravelTensors(grad(loss)(params))]) assert.ok(evaluate(leaf).data.every(Number.isFinite), `score ${score}, rise ${rise}`);
    }
  }
});

test('on an encoder it is the head of its parameters, and its gradient is that of finite differences', () => {
  const model = withOrdinalHead(mlpEncoder({ inputs: 3, hidden: [4] }), 5);
  const host = model.init(key(1));
  assert.deepEqual(Object.keys(host), ['blocks', 'head']);
  assert.deepEqual(host.head.rises!.shape, [3]);
  const at = ravelTensors(tensorsOf(host));
  const [x, direction] = [tensor(normal(key(2), [6, 3])), tensor(normal(key(3), at.shape))];
  const loss = (flat: Tensor): Tensor => crossEntropy(model.apply(unravelTensor(flat, host as never) as never, x), tensor([0, 1, 2, 3, 4, 2], 'int32'));
  const along = (t: number): number => evaluate(loss(add(at, mul(direction, tensor({ data: Float64Array.of(t), shape: [], dtype: 'float32' }))))).data[0];
  assertSlope(evaluate(sum(mul(grad(loss)(at), direction))).data[0], along, 'the gradient');
});

test('fewer than two levels are refused', () => {
  for (const levels of [0, 1, 2.5, NaN]) assert.throws(() => ordinalHead(3, levels), /levels must be a whole number of at least 2/);
});
