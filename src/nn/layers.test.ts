import assert from 'node:assert/strict';
import { test } from 'node:test';
import { relu, sum, tensor } from '../graph/index.js';
import { key } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { batchNorm, causalConv, conv, dense, dropout, embedding, flatten, globalAveragePooling, groupNorm, gru, initialisers, layerNorm, leakyRelu, lstm, maxPooling, sequential } from './index.js';

test('a dense layer is x W + b', () => {
  const layer = dense(2, 3);
  const params = { weight: tensor([[1, 2, 3], [4, 5, 6]]), bias: tensor([10, 20, 30]) };
  assertClose(layer.apply(params, tensor([[1, 1], [2, 0]])), [15, 27, 39, 12, 24, 36]);
});

test('a dense layer without bias has only a weight', () => {
  assert.deepEqual(Object.keys(dense(2, 3, { bias: false }).init(key(0))), ['weight']);
});

test('a convolution of stride 2 and padding 1 halves an image, rounding up', () => {
  const layer = conv(1, 4, { stride: 2, padding: 1 });
  const y = layer.apply(tensorsOf(layer.init(key(0))), tensor({ data: new Float32Array(2 * 7 * 7), shape: [2, 7, 7, 1], dtype: 'float32' }));
  assert.deepEqual(y.shape, [2, 4, 4, 4]);
});

test('an embedding gives the rows of its table, also for float32 indices', () => {
  const layer = embedding(3, 2);
  const params = { table: tensor([[1, 2], [3, 4], [5, 6]]) };
  assertClose(layer.apply(params, tensor([[2, 0]], 'int32')), [5, 6, 1, 2]);
  assertClose(layer.apply(params, tensor([1, 1])), [3, 4, 3, 4]);
});

test('pooling, flatten and leaky relu are plain functions of images', () => {
  const x = tensor([[[[1], [-2]], [[3], [4]]]]);
  assertClose(maxPooling(2)(x), [4]);
  assertClose(globalAveragePooling(x), [1.5]);
  assertClose(flatten(x), [1, -2, 3, 4]);
  assertClose(leakyRelu(0.1)(x), [1, -0.2, 3, 4]);
});

test('dropout does nothing without a key, and with one scales what it keeps', () => {
  const x = tensor([new Array<number>(1000).fill(1)]);
  const layer = dropout(0.25);
  assert.equal(layer.apply({}, x), x);
  const context = { key: tensor(key(3)) };
  const kept = sum(layer.apply({}, x, context));
  assertClose(kept, 1000, 0.1);
  assertClose(layer.apply({}, x, context), layer.apply({}, x, context));
});

test('a dropout rate of one or more is refused', () => {
  assert.throws(() => dropout(1), /in \[0, 1\), got 1/);
});

test('what is no stage is refused by its place: one that was not called, an array of stages, nothing', () => {
  const uncalled = sequential(dense(2, 3), leakyRelu as never);
  assert.throws(() => uncalled.apply(uncalled.init(key(0)) as never, tensor([[1, 2]])), /^TypeError: Stage 1, leakyRelu, must make a tensor of one, but gave a function: call it among the stages, as in maxPooling\(2\)\.$/);
  assert.throws(() => sequential(relu, [dense(2, 3), relu] as never), /^TypeError: Stage 1 is an array: spread it, \.\.\.stages\./);
  assert.throws(() => sequential(undefined as never), /^TypeError: Stage 0 is undefined\. Give learners and functions of a tensor/);
});

test('sequential applies its stages in order and keeps parameters under their positions', () => {
  const network = sequential(dense(2, 3), relu, dense(3, 1));
  const params = network.init(key(1));
  assert.deepEqual(params.map((stage) => Object.keys(stage)), [['weight', 'bias'], [], ['weight', 'bias']]);
  const [first, , last] = tensorsOf(params);
  const x = tensor([[1, -1]]);
  const byHand = dense(3, 1).apply(last, relu(dense(2, 3).apply(first, x)));
  assertClose(network.apply([first, {}, last], x), byHand);
});

test('the same key gives the same parameters, another key others', () => {
  const network = sequential(dense(2, 3), relu, dense(3, 1));
  assert.deepEqual(network.init(key(1)), network.init(key(1)));
  assert.notDeepEqual(network.init(key(1)), network.init(key(2)));
});

test('a dense layer of sizes that are none is refused', () => {
  assert.throws(() => dense(2.5, 3), /dense: inputs and outputs must be whole numbers of at least 1, got 2\.5 and 3/);
  assert.throws(() => dense(2, 0), /got 2 and 0/);
});

test('so are other layers', () => {
  assert.throws(() => conv(1.5, 4), { name: 'RangeError', message: "conv: inputs, outputs and the kernel's height and width must be whole numbers of at least 1, got 1.5, 4, 3 and 3." });
  assert.throws(() => conv(1, 4, { size: [3, 0] }), /got 1, 4, 3 and 0/);
  assert.throws(() => embedding(0, 3), /rows must be a whole number of at least 1, got 0/);
  assert.throws(() => gru(1, 1.5).init(key(0)), /hidden must be a whole number of at least 1, got 1\.5/);
  assert.throws(() => lstm(0, 2).init(key(0)), /inputs must be a whole number of at least 1, got 0/);
  assert.throws(() => layerNorm(0), { name: 'RangeError', message: 'layerNorm: channels must be a whole number of at least 1, got 0.' });
  for (const epsilon of [-1, NaN]) for (const layer of [batchNorm, layerNorm, (channels: number, options: object) => groupNorm(channels, 1, options)]) assert.throws(() => layer(2, { epsilon }), /epsilon must be a finite number of at least 0/);
  for (const deviation of [-1, NaN]) assert.throws(() => initialisers.truncatedNormal(deviation), /the deviation must be a finite number of at least 0/);
  assert.throws(() => causalConv(1, 1, { dilation: 0.5 }), /dilation must be a whole number of at least 1, got 0\.5/);
});
