import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matmul, ndarray, pathsOf, relu, tensor, type Tensor } from '../graph/index.js';
import { key, normal } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { batchNorm, conv4Encoder, dense, encoder, identityEncoder, initialisers, learner, mlpEncoder, sequential, withHead } from './index.js';

test('withHead puts a dense layer on the features, its parameters beside the encoder\'s', () => {
  const features = mlpEncoder({ inputs: 2, hidden: [3] });
  const network = withHead(features, 4);
  const params = tensorsOf(network.init(key(1)));
  assert.deepEqual(pathsOf(params), ['blocks.0.dense.weight', 'blocks.0.dense.bias', 'head.weight', 'head.bias']);
  const x = tensor([[1, -2], [0.5, 3]]);
  assertClose(network.apply(params, x), dense(3, 4).apply(params.head, features.apply(params, x)), 1e-6);
});

test('a head flattens maps of features, and starts near zero or as it is told', () => {
  const maps = conv4Encoder({ inputShape: [8, 8, 1], channels: 2, pooling: 'stride', positions: 'map' });
  assert.deepEqual(maps.outputShape, [1, 1, 2]);
  const network = withHead(maps, 3);
  assert.deepEqual(network.apply(tensorsOf(network.init(key(1))), tensor(normal(key(2), [5, 8, 8, 1]))).shape, [5, 3]);
  assert.ok(network.init(key(1)).head.weight.data.every((value) => Math.abs(value) <= 0.02));
  assert.ok(withHead(maps, 3, { initialiser: initialisers.constant(7) }).init(key(1)).head.weight.data.every((value) => value === 7));
});

test('a network with a head has the statistics of its encoder, from the rows that count', () => {
  const features = encoder([3], sequential(dense(2, 3), batchNorm(3), relu));
  const network = withHead(features, 2);
  const params = tensorsOf(network.init(key(1))) as unknown as Parameters<typeof network.apply>[0];
  assert.deepEqual(pathsOf(params), ['0.weight', '0.bias', '1.scale', '1.shift', 'head.weight', 'head.bias']);
  const x = tensor(normal(key(2), [4, 2]));
  const mask = tensor([1, 1, 0, 1]);
  const statistics = network.statistics(params, x, { mask });
  assert.equal(statistics.length, 1);
  assertClose(statistics, features.statistics(params, x, { mask }));
  assertClose(network.apply(params, x, { statistics }), network.apply(params, x, { mask }), 1e-6);
});

test('an encoder without parameters has its head alone', () => {
  const linear = withHead(identityEncoder([2, 2]), 3);
  assert.deepEqual(pathsOf(linear.init(key(1))), ['head.weight', 'head.bias']);
});

test('a head that has no place is refused', () => {
  const single = encoder([2], learner<Tensor>(() => ndarray([[1, 0], [0, 1]]) as never, (w, x) => matmul(x, w)));
  assert.throws(() => withHead(single, 2).init(key(1)), /a single array: give it a name, such as \{ weight \}/);
  const twice = encoder([2], withHead(mlpEncoder({ inputs: 2 }), 2));
  assert.throws(() => withHead(twice, 2).init(key(1)), /these have a head already: give it another name/);
});
