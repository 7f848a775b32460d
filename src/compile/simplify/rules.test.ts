import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as g from '../../graph/index.js';
import type { Tensor } from '../../graph/index.js';
import { interpret } from '../../graph/interpret.js';
import { alias } from '../../graph/primitives/identity.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { ancestors } from '../../graph/walk.js';
import { assertClose } from '../../testing/close.js';
import { drawValues } from '../../testing/operations/index.js';
import { grad, stopGradient } from '../../transform/index.js';
import { simplify } from './index.js';

const x = placeholder([4, 3], 'float32');
const row = placeholder([3], 'float32');
const names = (outputs: readonly Tensor[]) => ancestors(simplify(outputs)).map(({ primitive }) => primitive.name).sort();

test('aliases and stopped gradients are dropped', () => {
  assert.deepEqual(names([alias(stopGradient(x))]), ['placeholder']);
});

test('constants are folded, and equal nodes are one', () => {
  assert.deepEqual(names([g.add(g.mul(g.tensor([1, 2, 3]), g.exp(g.tensor(0))), g.matmul(g.tensor([1]), g.tensor([[1, 1, 1]])))]), ['constant']);
  const [first, second] = simplify([g.sin(g.add(x, row)), g.sin(g.add(row, x))]);
  assert.equal(first, second);
  // Rows of one number that were made apart, but not those that only look alike.
  const wide = placeholder([64], 'float32');
  const divided = (...values: number[]) => simplify(values.map((value) => g.div(wide, g.tensor(Array<number>(64).fill(value)))));
  const [one, same, minus, plus] = divided(3, 3, -0, 0);
  assert.equal(one, same);
  assert.notEqual(minus, plus);
});

test('what the outputs do not need is gone: a gradient leaves no trace of the value', () => {
  assert.deepEqual(names([grad((at: Tensor) => g.sum(g.add(g.exp(row), at)))(x)]), ['broadcastTo', 'constant']);
});

test('operations that undo each other are dropped', () => {
  assert.equal(simplify([g.transpose(g.transpose(x))])[0], x);
  assert.equal(simplify([g.reshape(g.reshape(x, [12]), [4, 3])])[0], x);
  assert.equal(simplify([g.neg(g.neg(g.mul(g.add(x, 0), 1)))])[0], x);
  assert.equal(simplify([g.slice(g.concat([x, g.neg(x)]), [[0, 4]])])[0], x);
  assert.equal(simplify([g.slice(g.pad(x, [[1, 1], [0, 2]]), [[1, 5], [0, 3]])])[0], x);
});

test('a convolution of single positions is a product, and copies nothing', () => {
  const [images, kernel] = [placeholder([2, 5, 4, 3], 'float32'), placeholder([1, 1, 3, 6], 'float32')];
  assert.ok(!names([g.conv2d(images, kernel), ...grad((at: readonly Tensor[]) => g.sum(g.sin(g.conv2d(at[0], at[1]))))([images, kernel])]).includes('gather'));
  assert.ok(names([g.conv2d(images, kernel, { stride: 2 })]).includes('gather'));
});

test('broadcasts before operations that broadcast anyway are dropped, and sums of broadcasts are products', () => {
  assert.deepEqual(names([g.add(x, g.broadcastTo(row, [4, 3]))]), ['add', 'placeholder', 'placeholder']);
  assert.deepEqual(names([g.sum(g.broadcastTo(row, [4, 3]), 0)]), ['constant', 'mul', 'placeholder']);
});

const wide = placeholder([2, 3, 4], 'float32');
const inner = g.slice(wide, [null, [1, 3], [0, 3]]);
const composed: Readonly<Record<string, Tensor>> = {
  'a block of a block': g.slice(inner, [[1, 2], null, [1, 3]]),
  'a block inside of a border': g.slice(g.pad(wide, [[0, 0], [2, 1], [1, 1]]), [null, [3, 5], [1, 4]]),
  'a block that reaches into a border': g.slice(g.pad(wide, [[0, 0], [2, 1], [1, 1]]), [null, [1, 4], [1, 4]]),
  'a block of the second of two parts': g.slice(g.concat([wide, g.exp(wide)], 1), [[1, 2], [4, 6], [1, 4]]),
  'a block across two parts': g.slice(g.concat([wide, g.exp(wide)], 1), [[1, 2], [2, 5], [1, 4]]),
  'a border around a border': g.pad(g.pad(wide, [[1, 0], [0, 2], [0, 0]]), [[0, 1], [1, 1], [0, 3]]),
  'parts of parts along one axis': g.concat([g.concat([wide, g.sin(wide)], 1), wide], 1),
  'parts of parts along two axes': g.concat([g.concat([wide, wide], 1), g.concat([g.sin(wide), wide], 1)], 2),
  'a sum of a sum': g.sum(g.sum(wide, 1), [1]),
  'a sum of a broadcast': g.sum(g.broadcastTo(g.slice(wide, [[0, 1]]), [5, 2, 3, 4]), [0, 1, 3]),
  'a sum of a scaled broadcast': g.sum(g.mul(g.broadcastTo(g.slice(wide, [[0, 1]]), [2, 3, 4]), 0.5), [0]),
  'a sum of everything, reshaped': g.sum(g.reshape(wide, [6, 4])),
  'a transpose of a transpose': g.transpose(g.transpose(wide, [1, 2, 0]), [1, 2, 0]),
  'a transpose of axes of length one': g.transpose(g.reshape(wide, [2, 1, 12]), [1, 0, 2]),
  'a broadcast of a broadcast': g.broadcastTo(g.broadcastTo(g.max(wide, 1, { keepDims: true }), [2, 3, 4]), [2, 2, 3, 4]),
  'a product of transposes': g.matmul(g.swapAxes(wide, 1, 2), g.swapAxes(g.swapAxes(g.cos(wide), 0, 2), 0, 2)),
  'a product by a transpose': g.matmul(wide, g.transpose(g.slice(g.reshape(wide, [6, 4]), [[0, 5]]))),
  'a sum over a batch of products': g.sum(g.matmul(g.swapAxes(wide, 1, 2), g.sin(wide)), 0),
  'a negated and scaled product': g.neg(g.matmul(g.mul(wide, 2), g.neg(g.swapAxes(g.exp(wide), 1, 2)))),
  'a choice between choices': g.where(g.less(wide, 0), g.where(g.less(wide, 0), wide, 1), g.where(g.less(wide, 0), 2, g.mul(wide, wide))),
};

for (const [name, made] of Object.entries(composed)) {
  test(`${name} is the same after simplifying`, () => {
    const given = new Map(drawValues([{ shape: wide.shape, kind: 'real' }], 3).map((value) => [wide, value]));
    const [result] = simplify([made]);
    assert.deepEqual([result.shape, result.dtype], [made.shape, made.dtype]);
    assertClose(interpret([result], given), interpret([made], given), 1e-9);
  });
}

test('of products in a row the order with less work is taken, where the other is larger by its last product alone', () => {
  const [a, b, c] = [[2, 20, 30], [2, 30, 5], [2, 5, 30]].map((shape) => placeholder(shape, 'float32'));
  const has = (output: Tensor, shape: g.Shape): boolean => ancestors(simplify([output])).some((node) => g.sameShape(node.shape, shape));
  assert.equal(has(g.matmul(a, g.matmul(b, c)), [2, 30, 30]), false);
  assert.equal(has(g.matmul(a, g.swapAxes(g.matmul(b, c), 1, 2)), [2, 30, 30]), false);
  assert.equal(has(g.matmul(g.matmul(b, c), g.swapAxes(a, 1, 2)), [2, 30, 30]), false);
  assert.equal(has(g.matmul(g.matmul(a, b), c), [2, 20, 5]), true);
  const given = new Map(drawValues([a, b, c].map(({ shape }) => ({ shape, kind: 'real' as const })), 3).map((value, i) => [[a, b, c][i], value]));
  const outputs = [g.matmul(a, g.matmul(b, c)), g.matmul(a, g.swapAxes(g.matmul(b, c), 1, 2)), g.matmul(g.neg(g.matmul(b, c)), g.swapAxes(a, 1, 2)), g.matmul(g.swapAxes(g.matmul(b, c), 1, 2), g.swapAxes(a, 1, 2))];
  assertClose(interpret(simplify(outputs), given), interpret(outputs, given), 1e-9);
});

test("of a b' and b a' one is made", () => {
  const [a, b] = [[2, 3, 8], [2, 4, 8]].map((shape) => placeholder(shape, 'float32'));
  const outputs = [g.matmul(g.matmul(a, g.swapAxes(b, 1, 2)), b), g.matmul(g.matmul(b, g.swapAxes(a, 1, 2)), a), g.matmul(g.swapAxes(b, 1, 2), g.matmul(b, g.swapAxes(a, 1, 2)))];
  const given = new Map(drawValues([a, b].map(({ shape }) => ({ shape, kind: 'real' as const })), 3).map((value, i) => [[a, b][i], value]));
  assertClose(interpret(simplify(outputs), given), interpret(outputs, given), 1e-9);
  assert.equal(names(outputs).filter((name) => name === 'matmul').length, 4);
});

test('a transposed matrix times one column is a row times the matrix', () => {
  const column = placeholder([4, 1], 'float32');
  assert.deepEqual(names([g.matmul(g.transpose(x), column)]), ['matmul', 'placeholder', 'placeholder', 'reshape', 'reshape']);
  const inputs = [x, column];
  const given = new Map(drawValues(inputs.map(({ shape }) => ({ shape, kind: 'real' as const })), 3).map((value, i) => [inputs[i], value]));
  assertClose(interpret(simplify([g.matmul(g.transpose(x), column)]), given), interpret([g.matmul(g.transpose(x), column)], given), 1e-9);
});

test('a long column and a number meet as a vector and a number', () => {
  const column = placeholder([50, 2, 1], 'float32');
  const [result] = simplify([g.maximum(g.mul(column, 2), placeholder([1, 1], 'float32'))]);
  assert.deepEqual(result.shape, [50, 2, 1]);
  assert.deepEqual(result.inputs[0].shape, [100]);
  assert.deepEqual(result.inputs[0].inputs[0].shape, [100]);
});

test('the gradient of what was cut apart is put together, not added up', () => {
  const cut = (at: Tensor): Tensor => {
    const [first, second, third] = g.split(at, [1, 1, 2]);
    return g.sum(g.add(g.mul(g.sin(first), g.exp(second)), g.mul(third, third)));
  };
  assert.ok(!names([grad(cut)(x)]).includes('pad'));
  const part = (at: Tensor): Tensor => g.sum(g.add(g.sin(g.slice(at, [[2, 3]])), g.exp(g.slice(at, [[1, 2]]))));
  const given = new Map(drawValues([{ shape: x.shape, kind: 'real' }], 3).map((value) => [x, value]));
  const outputs = [grad(cut)(x), grad(part)(x)];
  assertClose(interpret(simplify(outputs), given), interpret(outputs, given), 1e-9);
});

test('signs and numbers keep the shape of what they were broadcast to', () => {
  for (const made of [g.mul(g.neg(row), g.full([4, 3], 2)), g.neg(g.mul(row, g.full([4, 3], 2)))]) assert.deepEqual(simplify([made])[0].shape, [4, 3]);
});

test('a whole number to the power of zero is a whole number', () => {
  const whole = placeholder([3], 'int32');
  assert.equal(simplify([g.pow(whole, 0)])[0].dtype, 'int32');
});

test('whole numbers stay whole through every rule', () => {
  const whole = placeholder([2, 3], 'int32');
  const outputs = [g.add(whole, whole), g.sub(0, whole), g.mul(g.mul(whole, 2), 3), g.neg(g.mul(whole, 5)), g.sum(g.mul(whole, 2), 0), g.sum(g.broadcastTo(whole, [4, 2, 3]), 0), g.pow(whole, 2), g.where(g.less(whole, 2), whole, 0)];
  const results = simplify(outputs);
  const given = new Map([[whole, g.ndarray([[1, -2, 3], [0, 5, -6]], undefined, 'int32')]]);
  assert.deepEqual(results.map(({ dtype }) => dtype), outputs.map(() => 'int32'));
  assert.deepEqual(interpret(results, given).map(g.toNested), interpret(outputs, given).map(g.toNested));
});

test('large results are not folded, so that programs stay small', () => {
  const large = g.sin(g.broadcastTo(g.tensor([1, 2]), [40_000, 2]));
  assert.ok(ancestors(simplify([large])).every((node) => node.primitive.name !== 'constant' || node.size <= 2));
});

test('divisions by zero and by minus zero are told apart', () => {
  const [first, second] = simplify([g.div(x, g.tensor(0)), g.div(x, g.tensor(-0))]);
  const given = new Map([[x, g.ndarray(new Float32Array(12).fill(1), [4, 3])]]);
  assertClose(g.tensor(interpret([first], given)[0].data[0] === Infinity), [1]);
  assertClose(g.tensor(interpret([second], given)[0].data[0] === -Infinity), [1]);
});

test('a row is added to one of two products before they are added up, so that both sums become part of a product', () => {
  const [a, b, c] = [[4, 2], [2, 3], [3, 3]].map((shape) => placeholder(shape, 'float32'));
  const both = g.add(g.matmul(a, b), g.matmul(x, c));
  const point = new Map([a, b, c, x, row].map((input, i) => [input, drawValues([{ shape: input.shape, kind: 'real' }], i)[0]]));
  for (const sum of [g.add(both, row), g.add(g.broadcastTo(row, [4, 3]), both)]) {
    const [result] = simplify([sum]);
    assert.deepEqual(result.inputs.map(({ primitive }) => primitive.name), ['matmul', 'add']);
    assertClose(interpret([result], point), interpret([sum], point), 1e-12);
  }
});
