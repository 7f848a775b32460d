import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, ndarray, ravelTensors, tensor, unravelTensor } from '../graph/index.js';
import { ravel, unravel } from './ravel.js';

const tree = { blocks: [{ weight: ndarray([[1, 2], [3, 4]]), norm: {} }], bias: ndarray([5]), scale: ndarray(6) };

test('a tree becomes one vector and the same tree again', () => {
  const flat = ravel(tree);
  assert.deepEqual([...flat], [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(unravel(flat, tree), tree);
});

test('the graph does as the host does', () => {
  const cut = unravelTensor<object>(tensor([1, 2, 3, 4, 5, 6]), tree as never);
  assert.deepEqual(ravel(evaluate(cut)), ravel(tree));
  assert.deepEqual([...(evaluate(ravelTensors(cut)) as { data: Float64Array }).data], [1, 2, 3, 4, 5, 6]);
});

test('what is not float32, or too long, is refused', () => {
  assert.throws(() => ravel({ count: ndarray([1], undefined, 'int32') }), /Parameters must be float32, but count is int32\(1\)/);
  assert.throws(() => unravel(new Float32Array(7), tree), /have 6 elements, but 7 were given/);
});
