import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, ndarray, ravelTensors, tensor, unravelTensor, type Tensor } from '../graph/index.js';
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

test('a parameter without elements is one', () => {
  const none = { weight: ndarray([[1, 2]]), more: ndarray(new Float32Array(0), [0, 3]) };
  assert.deepEqual(unravel(ravel(none), none), none);
  assert.deepEqual(evaluate(unravelTensor<{ more: Tensor }>(tensor([1, 2]), none as never)).more.shape, [0, 3]);
});

test('what is no float32 array, or too long, is refused by its path', () => {
  assert.throws(() => ravel({ count: ndarray([1], undefined, 'int32') }), /Parameters must be float32 host arrays, but count is int32\(1\)/);
  assert.throws(() => ravel({ blocks: [{ scale: 0.5 }] }), { name: 'TypeError', message: 'Parameters must be float32 host arrays, but blocks.0.scale is a number: make it with ndarray(values, shape), or leave out what is not learned.' });
  assert.throws(() => ravel({ w: Float32Array.of(1) }), /w is a typed array without a shape/);
  assert.throws(() => ravel({ w: tensor(1) }), /w is a tensor/);
  assert.throws(() => ravel(Promise.resolve(tree)), /Parameters are a promise/);
  assert.throws(() => unravel(new Float32Array(7), tree), /have 6 elements, but 7 were given/);
});
