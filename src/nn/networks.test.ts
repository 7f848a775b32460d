import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathsOf, tanh, tensor, zeros } from '../graph/index.js';
import { key, uniform } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { conv4, conv4Encoder, mlp, resnet12, resnet7, resnet7Encoder } from './index.js';

const images = (...shape: number[]) => tensor(uniform(key(7), shape));

test('mlp has a block for each hidden layer and a head', () => {
  const network = mlp({ inputs: 1, outputs: 1 });
  const params = network.init(key(0));
  assert.deepEqual(pathsOf(params), ['blocks.0.dense.weight', 'blocks.0.dense.bias', 'blocks.1.dense.weight', 'blocks.1.dense.bias', 'head.weight', 'head.bias']);
  assert.deepEqual(network.apply(tensorsOf(params), tensor([[1], [2]])).shape, [2, 1]);
});

test('mlp flattens rows and takes other activations and normalisation', () => {
  const network = mlp({ inputs: 12, hidden: [5], outputs: 2, activation: tanh, normalisation: 'batch' });
  const params = tensorsOf(network.init(key(0)));
  const x = images(4, 2, 2, 3);
  assert.deepEqual(network.apply(params, x).shape, [4, 2]);
  assert.equal(network.statistics(params, x).length, 1);
});

test('mlp without hidden layers is linear', () => {
  const network = mlp({ inputs: 2, hidden: [], outputs: 1 });
  assertClose(network.apply({ blocks: [], head: { weight: tensor([[2], [3]]), bias: tensor([1]) } }, tensor([[1, 1]])), [6]);
});

test('conv4 with strides averages the positions left, with max-pooling it keeps them', () => {
  const strided = conv4({ inputShape: [28, 28, 1], ways: 5, channels: 4 });
  const params = tensorsOf(strided.init(key(0)));
  assert.deepEqual(params.head.weight.shape, [4, 5]);
  assert.deepEqual(Object.keys(params.blocks[0].conv), ['kernel']);
  assert.deepEqual(strided.apply(params, images(2, 28, 28, 1)).shape, [2, 5]);

  const pooled = conv4({ inputShape: [32, 40, 3], ways: 5, channels: 4, pooling: 'max', normalisation: 'none' });
  const pooledParams = tensorsOf(pooled.init(key(0)));
  assert.deepEqual(pooledParams.head.weight.shape, [2 * 2 * 4, 5]);
  assert.deepEqual(Object.keys(pooledParams.blocks[0].conv), ['kernel', 'bias']);
  assert.deepEqual(pooled.apply(pooledParams, images(2, 32, 40, 3)).shape, [2, 5]);
});

test('of fewer halvings larger maps are left', () => {
  for (const pooling of ['stride', 'max'] as const) {
    const features = conv4Encoder({ inputShape: [10, 7, 1], channels: 3, pooling, halvings: 2, positions: 'map' });
    const shape = pooling === 'max' ? [2, 1, 3] : [3, 2, 3];
    assert.deepEqual(features.outputShape, shape);
    assert.deepEqual(features.apply(tensorsOf(features.init(key(0))), images(2, 10, 7, 1)).shape, [2, ...shape]);
  }
  assert.throws(() => conv4Encoder({ inputShape: [28, 28, 1], halvings: 5 }), /halvings must be a whole number from 0 to 4, got 5/);
});

test('conv4 has four batch statistics', () => {
  const network = conv4({ inputShape: [8, 8, 1], ways: 2, channels: 2 });
  const params = tensorsOf(network.init(key(0)));
  assert.deepEqual(network.statistics(params, images(3, 8, 8, 1)).map(({ mean }) => mean.shape), [[2], [2], [2], [2]]);
});

test('conv4 refuses images that are no images or too small to halve four times', () => {
  assert.throws(() => conv4({ inputShape: [28, 28], ways: 5 }), /\(28, 28\)/);
  assert.throws(() => conv4({ inputShape: [12, 28, 1], ways: 5, pooling: 'max' }), /12 x 28 is too small/);
});

test('resnet12 has sixteen batch statistics and uses given ones in order', () => {
  const network = resnet12({ inputShape: [16, 16, 1], ways: 3, channels: [2, 2, 3, 2] });
  const params = tensorsOf(network.init(key(0)));
  const x = images(2, 16, 16, 1);
  const y = network.apply(params, x);
  const statistics = network.statistics(params, x);
  assert.deepEqual(y.shape, [2, 3]);
  assert.equal(statistics.length, 16);
  assertClose(network.apply(params, x, { statistics }), y);
  assert.throws(() => resnet12({ inputShape: [8, 8, 1], ways: 3 }), /at least 16 x 16/);
});

test('resnet7 has seven batch statistics, uses given ones in order and refines each block but the last', () => {
  const network = resnet7({ inputShape: [16, 19, 2], ways: 3, channels: [2, 3, 4, 5] });
  const params = tensorsOf(network.init(key(0)));
  const x = images(2, 16, 19, 2);
  const y = network.apply(params, x);
  const statistics = network.statistics(params, x);
  assert.deepEqual(y.shape, [2, 3]);
  assert.deepEqual(statistics.map(({ mean }) => mean.shape[0]), [2, 2, 3, 3, 4, 4, 5]);
  assertClose(network.apply(params, x, { statistics }), y);
  assert.deepEqual(Object.keys(params.blocks[3]), ['halve']);
});

test('resnet7 keeps what its blocks carry where the residual convolutions are zero', () => {
  const shape = [32, 32, 1] as const;
  const plain = conv4Encoder({ inputShape: shape, channels: 3, pooling: 'max' });
  const refined = resnet7Encoder({ inputShape: shape, channels: [3, 3, 3, 3] });
  assert.deepEqual(refined.outputShape, plain.outputShape);
  const { blocks } = tensorsOf(plain.init(key(1)));
  const nothing = { conv: { kernel: zeros([3, 3, 3, 3]) }, norm: blocks[0].norm };
  const params = { blocks: blocks.map((halve, i) => (i < 3 ? { halve, refine: nothing } : { halve })) };
  const x = images(4, ...shape);
  assertClose(refined.apply(params, x), plain.apply({ blocks }, x));
});

test('resnet7 without normalisation has biases, and says which images are too small', () => {
  const { blocks } = resnet7({ inputShape: [16, 16, 1], ways: 2, channels: [2, 2, 2, 2], normalisation: 'none' }).init(key(0));
  assert.deepEqual(Object.keys(blocks[0].halve.conv), ['kernel', 'bias']);
  assert.throws(() => resnet7({ inputShape: [28, 12, 1], ways: 3 }), /at least 16 x 16, got \(28, 12, 1\)/);
});
