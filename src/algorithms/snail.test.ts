import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { concat, evaluate, tensor, type NdArray, type Tensor } from '../graph/index.js';
import { attentionBlock, causalStack, dense, denseBlock, type CausalBlock } from '../nn/index.js';
import { key, normal } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { snail } from './index.js';
import { shuffled } from './shuffled.js';

const draw = (seed: number, ...shape: number[]): Tensor => tensor(normal(key(seed), shape));
const numbersOf = (x: Tensor): number[] => [...(evaluate(x) as NdArray).data];

test('with one block of attention that compares features and reads labels, a query gets the labels weighted by the softmax of the comparison', () => {
  const algorithm = snail({ inputs: 2, ways: 2, supportRows: 3, attention: [[2, 2]] });
  // A step is two features and two columns of label.
  const features = { weight: tensor([[1, 0], [0, 1], [0, 0], [0, 0]]) };
  const labels = { weight: tensor([[0, 0], [0, 0], [1, 0], [0, 1]]), bias: tensor([0, 0]) };
  const head = { weight: tensor([[0, 0], [0, 0], [0, 0], [0, 0], [1, 0], [0, 1]]), bias: tensor([0, 0]) };
  const theta = { encoder: {}, network: { blocks: [{ query: { ...features, bias: tensor([0, 0]) }, key: features, value: labels }], head } };
  const support = [[1, 0], [0, 2], [3, -1]];
  const query = [0.5, 1.5];
  const phi = algorithm.adapt(theta, { support: { x: tensor(support), y: tensor([0, 1, 0], 'int32') } });
  const score = (row: number[]): number => Math.exp((row[0] * query[0] + row[1] * query[1]) / Math.SQRT2);
  const [a, b, c] = support.map(score);
  const total = a + b + c + score(query); // its own step, whose label is zeros
  assertClose(algorithm.predict(phi, tensor([query])), [(a + c) / total, b / total]);
});

test('each query gets what the last step of a sequence of the support set and itself does, through the blocks of the paper', () => {
  // Three support rows and a query: dilations 1 and 2 see all four steps.
  const algorithm = snail({ inputs: 2, outputs: 1, supportRows: 3, filters: 2, attention: [[3, 2], [4, 3]] });
  const theta = tensorsOf(algorithm.init(key(1)));
  const support = { x: draw(2, 3, 2), y: draw(3, 3, 1) };
  const stack = causalStack([attentionBlock(3, 3, 2), denseBlock(5, 2, 1), denseBlock(7, 2, 2), attentionBlock(9, 4, 3)] as CausalBlock<unknown>[]);
  const { features, answers } = shuffled({ features: support.x, answers: support.y });
  const query = [0.3, -0.7];
  const sequence = concat([concat([features, answers], 1), tensor([[...query, 0]])]);
  const whole = dense(stack.outputs, 1).apply(theta.network.head, stack.apply(theta.network.blocks, sequence));
  const found = numbersOf(algorithm.predict(algorithm.adapt(theta, { support }), tensor([[5, 5], query])));
  assertClose(found[1], numbersOf(whole)[3], 1e-6);
});

test('dilations double until a step sees the whole support set', () => {
  const dense = (supportRows: number): number => snail({ inputs: 1, outputs: 1, supportRows, attention: [[1, 1], [1, 1]] }).init(key(0)).network.blocks.length - 2;
  assert.deepEqual([1, 2, 3, 4, 7, 8, 25].map(dense), [1, 2, 2, 3, 3, 4, 5]);
});

test('rows are shuffled whole, by the key, or without one always alike', () => {
  const rows = { features: tensor([[1], [2], [3], [4], [5]]), answers: tensor([[10], [20], [30], [40], [50]]) };
  const orders = [undefined, undefined, ...Array.from({ length: 30 }, (_, i) => tensor(key(i)))].map((seed) => {
    const { features, answers } = shuffled(rows, seed);
    assert.deepEqual(numbersOf(answers), numbersOf(features).map((value) => 10 * value));
    return numbersOf(features);
  });
  for (const order of orders) assert.deepEqual([...order].sort(), [1, 2, 3, 4, 5]);
  assert.deepEqual(orders[0], orders[1]);
  assert.notDeepEqual(orders[0], [1, 2, 3, 4, 5]);
  assert.ok(new Set(orders.map(String)).size > 20);
});

test('rows that do not count come first as zeros, and change nothing to the order of the others', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), (counts) => {
      const values = counts.map((_, i) => [i + 1]);
      const found = shuffled({ features: tensor(values), answers: tensor(values), mask: tensor(counts.map(Number)) });
      const kept = values.filter((_, i) => counts[i]);
      const plain = kept.length > 0 ? numbersOf(shuffled({ features: tensor(kept), answers: tensor(kept) }).features) : [];
      const absent = new Array<number>(counts.length - kept.length).fill(0);
      assert.deepEqual(numbersOf(found.features), [...absent, ...plain]);
      assert.deepEqual(numbersOf(found.mask!), [...absent, ...plain.map(() => 1)]);
    }),
  );
});

test('sizes that make no sense are refused', () => {
  assert.throws(() => snail({ inputs: 1, outputs: 1, supportRows: 0 }), /supportRows must be a whole number of at least 1, got 0/);
  assert.throws(() => snail({ inputs: 1, outputs: 1, supportRows: 5, attention: [] }), /at least one block, got none/);
});
