import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as g from '../../graph/index.js';
import type { NdArray, Tensor } from '../../graph/index.js';
import { interpret } from '../../graph/interpret.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { ancestors } from '../../graph/walk.js';
import { assertClose } from '../../testing/close.js';
import { countingPasses } from '../../testing/passes.js';
import { drawValues } from '../../testing/operations/index.js';
import { grad } from '../../transform/index.js';

/* A few columns and many rows: what meets a row or a column is worked out on its side. */
const rows = 70;
const shapes = { x: [rows, 3], y: [rows, 3], wide: [rows, 20], weight: [20, 3], row: [3], other: [1, 3], column: [rows, 1], vector: [rows], scalar: [] };
type Inputs = Readonly<Record<keyof typeof shapes, Tensor>>;

function given(seed: number): { inputs: Inputs; values: Map<Tensor, NdArray> } {
  const inputs = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, placeholder(shape, 'float32')])) as Inputs;
  const values = drawValues(Object.values(shapes).map((shape) => ({ shape, kind: 'positive' })), seed);
  return { inputs, values: new Map(Object.values(inputs).map((input, i) => [input, values[i]])) };
}

/** What is worked out one short row at a time. */
const shortRows = (outputs: readonly Tensor[]) =>
  ancestors(outputs).filter(({ shape, primitive, inputs }) => shape.length === 2 && shape[0] === rows && shape[1] > 1 && shape[1] < 9 && !['matmul', 'transpose', 'reshape'].includes(primitive.name) && inputs.some(({ size }) => size > 1));

const onItsSide: Readonly<Record<string, (x: Inputs) => Tensor>> = {
  'a row added': ({ x, row }) => g.add(x, row),
  'a row that it is taken from': ({ x, other }) => g.sub(other, x),
  'a factor for each of its rows': ({ x, column }) => g.mul(x, column),
  'a power, a bound and a choice': ({ x, row, column }) => g.where(g.less(x, row), g.maximum(g.pow(x, row), column), 2),
  'all that follows': ({ x, y, row }) => g.exp(g.neg(g.mul(g.add(g.mul(x, row), y), 0.5))),
  'the sum of its rows': ({ x, row }) => g.sum(g.mul(x, row), 0),
  'the sum of its columns': ({ x, row }) => g.sum(g.mul(x, row), 1),
  'the sum of all of it': ({ x, row }) => g.sum(g.mul(x, row)),
  'the largest of its columns': ({ x, row }) => g.max(g.mul(x, row), 1),
  'the logarithm of a softmax': ({ x, row }) => g.logSoftmax(g.mul(x, row)),
  'two of its columns': ({ x, row }) => g.slice(g.add(x, row), [[0, rows], [1, 3]]),
  'zeros around it': ({ x, row }) => g.pad(g.add(x, row), [[2, 1], [1, 0]]),
  'another beside it': ({ x, row, column }) => g.concat([g.add(x, row), column, g.broadcastTo(row, [rows, 3])], 1),
  'another below it': ({ x, y, row }) => g.concat([g.add(x, row), y], 0),
  'a row, cast': ({ x, row }) => g.cast(g.less(x, row), 'float32'),
  'the gradient of a cut': ({ x, row }) => grad((at: Tensor) => g.sum(g.add(g.mul(g.square(g.slice(at, [null, [0, 2]])), g.slice(row, [[0, 2]])), g.exp(g.slice(at, [null, [2, 3]])))))(g.mul(x, row)),
  'what a network says': ({ wide, weight, row, vector }) => g.sum(g.mul(g.sum(g.square(g.add(g.matmul(wide, weight), row)), 1), vector)),
  'the gradient of what a network says': ({ wide, weight, row, vector }) => grad((w: Tensor) => g.sum(g.mul(g.sum(g.exp(g.mul(g.add(g.matmul(wide, w), row), 0.1)), 1), vector)))(weight),
};

for (const [name, f] of Object.entries(onItsSide)) {
  test(`of a narrow matrix, ${name} is worked out on its side, and is the same`, () => {
    const { inputs, values } = given(1);
    const { results, passes } = countingPasses([f(inputs)]);
    assert.deepEqual(results[0].shape, f(inputs).shape);
    assertClose(interpret(results, values), interpret([f(inputs)], values), 1e-9);
    assert.deepEqual(shortRows(results).map(String), []);
    assert.ok(passes <= 12, `simplifying took ${passes} passes`);
  });
}

test('a product of many rows with few columns is one of few rows, transposed or not, with its factor', () => {
  const { inputs: { x, y, wide }, values } = given(2);
  for (const product of [g.matmul(g.transpose(wide), x), g.neg(g.matmul(g.transpose(wide), g.transpose(g.transpose(y)))), g.mul(g.matmul(g.transpose(wide), g.add(x, y)), 3)]) {
    const { results } = countingPasses([product]);
    assertClose(interpret(results, values), interpret([product], values), 1e-9);
    assert.deepEqual(ancestors(results).filter(({ primitive: { name } }) => name === 'matmul').map(({ shape }) => shape), [[3, 20]]);
  }
});

test('narrow matrices that meet only their like, and wide ones, stand as they are', () => {
  const { inputs: { x, y, wide, column } } = given(3);
  for (const kept of [g.exp(g.add(x, y)), g.mul(wide, column)]) {
    assert.ok(ancestors(countingPasses([kept]).results).every(({ primitive: { name } }) => name !== 'transpose'));
  }
});
