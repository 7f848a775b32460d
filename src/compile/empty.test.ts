import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as g from '../graph/index.js';
import { ndarray, tensor, type NdArray, type Shape, type Tensor } from '../graph/index.js';
import { grad, vmap } from '../transform/index.js';
import { compile } from './index.js';

const ones = (shape: Shape): NdArray => ndarray(new Float32Array(g.sizeOf(shape)).fill(1), shape);
const squares = (f: (a: Tensor, b: Tensor) => Tensor) => (a: Tensor, b: Tensor): Tensor => g.sum(g.square(f(a, b)));

/* Programs of a and b, one of which has no elements. */
const cases: Readonly<Record<string, readonly [a: Shape, b: Shape, f: (a: Tensor, b: Tensor) => Tensor]>> = {
  'a product of no rows': [[0, 2], [2, 3], g.matmul],
  'products of no rows by one matrix': [[4, 0, 2], [2, 3], g.matmul],
  'products with nothing to sum by one matrix': [[4, 2, 0], [0, 3], g.matmul],
  'the derivative of products of no rows': [[3, 0, 2], [2, 3], (a, b) => grad((w: Tensor) => squares(g.matmul)(a, w))(b)],
  'more copies of no rows': [[0, 2], [1], (a, b) => g.mul(g.broadcastTo(a, [3, 0, 2]), b)],
  'no copies of a row': [[0, 1], [1, 2], (a, b) => g.concat([a, g.broadcastTo(b, [0, 2])], 1)],
  'a column of no rows': [[0, 2], [1], (a, b) => g.add(g.slice(a, [null, [0, 1]]), b)],
  'parts of no rows': [[0, 3], [1], (a, b) => g.mul(g.concat(g.split(a, [1, 2], 1).reverse(), 1), b)],
  'the sum over no rows': [[0, 2], [2], (a, b) => g.add(g.sum(a, 0), b)],
  'what no rows are joined to': [[0, 2], [3, 2], (a, b) => grad((at: Tensor) => squares((x, y) => g.concat([x, y]))(a, at))(b)],
  'what is done for each of some, which have no rows': [[2, 0, 3], [3, 3], (a, b) => vmap((x: Tensor) => g.sum(g.matmul(x, b), 0))(a)],
};

for (const [name, [a, b, f]] of Object.entries(cases)) {
  test(`${name}: the compiled program gives what the interpreter does`, async () => {
    const exact = g.evaluate(f(tensor(ones(a)), tensor(ones(b))));
    const compiled = compile(f);
    const found = await compiled(ones(a), ones(b));
    assert.deepEqual([found.shape, Array.from(found.data)], [exact.shape, Array.from(exact.data)]);
    await compiled.release();
  });
}

test('of an axis with something on it a block must have something', () => {
  assert.throws(() => g.slice(tensor([[1, 2]]), [[0, 0]]), /empty/);
});
