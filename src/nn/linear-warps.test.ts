import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matmul, pathsOf, tensor } from '../graph/index.js';
import { key, normal } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { batchNorm, conv, dense, sequential, withLinearWarps } from './index.js';

const x = tensor(normal(key(1), [3, 2]));

test('warps of dense layers stand between weight and bias: x W T + b', () => {
  const plain = dense(2, 2);
  const params = { weight: tensor([[1, 2], [3, 4]]), bias: tensor([10, 20]) };
  const warp = tensor([[0, 1], [2, 0]]);
  assertClose(withLinearWarps(plain).apply({ params, warps: { weight: warp } }, x), plain.apply({ ...params, weight: matmul(params.weight, warp) }, x), 1e-6);
});

test('a warp of a convolution mixes its channels at each position', () => {
  const plain = conv(1, 2, { size: 3, bias: false });
  const warped = withLinearWarps(plain);
  const { params } = tensorsOf(warped.init(key(2)));
  const images = tensor(normal(key(3), [2, 5, 5, 1]));
  const warp = tensor([[1, -1], [0.5, 2]]);
  assertClose(warped.apply({ params, warps: { kernel: warp } }, images), matmul(plain.apply(params, images), warp), 1e-5);
});

test('fresh warps are unit matrices, one for each weight of two axes or more, and change nothing', () => {
  const plain = sequential(dense(2, 3), batchNorm(3), dense(3, 1));
  const warped = withLinearWarps(plain);
  const theta = tensorsOf(warped.init(key(4)));
  assert.deepEqual(Object.keys(theta.warps), ['0.weight', '2.weight']);
  assertClose(theta.warps['0.weight'], [1, 0, 0, 0, 1, 0, 0, 0, 1]);
  assertClose(warped.apply(theta, x), plain.apply(theta.params, x), 1e-6);
  assertClose(warped.statistics(theta, x), plain.statistics(theta.params, x), 1e-6);
  assert.deepEqual(pathsOf(withLinearWarps(plain, (path) => path.startsWith('2.')).init(key(4)).warps), ['2.weight']);
});

test('a learner without a weight to warp is refused', () => {
  assert.throws(() => withLinearWarps(batchNorm(3)).init(key(1)), /none to put one after among scale \(3\), shift \(3\)/);
  assert.throws(() => withLinearWarps(dense(2, 3), () => false).init(key(1)), /among weight \(2, 3\), bias \(3\)/);
});
