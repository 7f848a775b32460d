import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matmul, mul, reshape, sum } from '../graph/index.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { reshapePrimitive } from '../graph/primitives/layout.js';
import { apply, type Tensor } from '../graph/tensor.js';
import { lower } from './lower.js';

const x = placeholder([4, 6], 'float32');
const operators = (...outputs: Tensor[]) => lower([x], outputs).graph.nodes.map(({ operator }) => operator);
/** As passes leave it: `reshape` itself would see through what it is given. */
const again = (value: Tensor, shape: readonly number[]) => apply(reshapePrimitive, [value], { shape });

test('what is reshaped twice is written once, and what nothing reads any more is not', () => {
  assert.deepEqual(operators(mul(again(again(x, [24]), [8, 3]), 2)), ['Reshape', 'Mul']);
});

test('a value is reshaped to each shape once', () => {
  const [left, right, back] = [again(x, [6, 4]), again(x, [6, 4]), again(again(x, [24]), [4, 6])];
  assert.deepEqual(operators(matmul(left, back), matmul(right, back)), ['Reshape', 'Reshape', 'MatMul', 'MatMul']);
});

test('outputs that are reshaped inputs, or each other reshaped, are all there', () => {
  const { graph } = lower([x], [reshape(x, [24]), again(reshape(x, [24]), [24]), again(again(x, [3, 8]), [24])]);
  assert.deepEqual(graph.outputs.map(({ name }) => name), ['o0', 'o1', 'o2']);
  const made = new Set(graph.nodes.map(({ output }) => output));
  for (const { name } of graph.outputs) assert.ok(made.has(name), name);
});

test('columns of two rows or more are summed by one product', () => {
  for (const rows of [2, 13, 40]) {
    const columns = placeholder([rows, 7], 'float32');
    assert.deepEqual(lower([columns], [sum(columns, 0)]).graph.nodes.map(({ operator }) => operator), ['MatMul'], `${rows} rows`);
  }
});
