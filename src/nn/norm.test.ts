import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile } from '../compile/index.js';
import { ndarray, ShapeError, slice, tensor, zeros, type Tensor } from '../graph/index.js';
import { key, normal } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { batchNorm, dense, groupNorm, layerNorm, normalisation, sequential } from './index.js';

const unit = { scale: tensor([1, 1]), shift: tensor([0, 0]) };

test('batch normalisation gives each channel mean shift and deviation scale, with biased variance', () => {
  const x = tensor([[0, 1], [2, 1], [4, 1], [6, 1]]);
  const root = Math.sqrt(5 + 1e-5);
  const expected = [-3, 0, -1, 0, 1, 0, 3, 0].map((value) => value / root);
  assertClose(batchNorm(2).apply(unit, x), expected);
  const [{ mean, variance }] = batchNorm(2).statistics(unit, x);
  assertClose(mean, [3, 1]);
  assertClose(variance, [5, 0]);
});

test('batch normalisation of images takes statistics over rows and positions', () => {
  const x = tensor(normal(key(1), [3, 2, 2, 2]));
  const rows = tensor({ ...normal(key(1), [3, 2, 2, 2]), shape: [12, 2] });
  assertClose(batchNorm(2).apply(unit, x), batchNorm(2).apply(unit, rows));
});

test('features far from zero are normalised exactly, also in float32', async () => {
  const years = Array.from({ length: 40 }, (_, i) => [1990 + i, 0.001 * i]);
  const compiled = compile((x: Tensor) => batchNorm(2).apply(unit, x));
  assertClose(await compiled(ndarray(years)), batchNorm(2).apply(unit, tensor(years)), 1e-4);
  await compiled.release();
});

test('a constant channel of images, whatever its value, is normalised to the shift', async () => {
  const compiled = compile((x: Tensor) => batchNorm(2).apply(unit, x));
  const { data } = await compiled({ data: new Float32Array(2 * 50).fill(333.3), shape: [2, 5, 5, 2], dtype: 'float32' });
  assert.ok(data.every(Number.isFinite));
  await compiled.release();
});

test('rows that are masked out do not change the statistics', () => {
  const x = tensor([[0, 1], [2, 5], [400, -300]]);
  const [masked] = batchNorm(2).statistics(unit, x, { mask: tensor([1, 1, 0]) });
  const [kept] = batchNorm(2).statistics(unit, slice(x, [[0, 2]]));
  assertClose(masked, kept);
});

test('statistics of the context are used in order of the normalisations', () => {
  const network = sequential(dense(2, 2), batchNorm(2), sequential(dense(2, 2), batchNorm(2)), layerNorm(2));
  const params = tensorsOf(network.init(key(5)));
  const x = tensor(normal(key(6), [4, 2]));
  const statistics = network.statistics(params, x);
  assert.equal(statistics.length, 2);
  assertClose(network.apply(params, x, { statistics }), network.apply(params, x));
  const first = slice(x, [[0, 1]]);
  assertClose(network.apply(params, first, { statistics }), slice(network.apply(params, x), [[0, 1]]));
  assert.throws(() => network.apply(params, x, { statistics: statistics.slice(1) }), /fewer batch statistics/);
});

test('layer normalisation gives each row mean zero and variance one', () => {
  assertClose(layerNorm(2).apply(unit, tensor([[1, 3], [10, 30]])), [-1, 1, -1, 1], 1e-4);
});

test('group normalisation with one group per channel normalises each channel of a row over its positions', () => {
  const y = groupNorm(2, 2).apply(unit, tensor([[[1, 10], [3, 30]]]));
  assertClose(y, [-1, -1, 1, 1], 1e-4);
});

test('group normalisation with one group normalises a whole row', () => {
  const y = groupNorm(2, 1).apply(unit, tensor([[[-1, -1], [1, 1]]]));
  assertClose(y, [-1, -1, 1, 1], 1e-4);
});

test('groups that do not divide the channels are refused', () => {
  assert.throws(() => groupNorm(10, 4), /10 channels cannot be divided into 4/);
});

test('another number of channels is refused, also one, which would be broadcast', () => {
  const layers = { batchNorm: batchNorm(4), layerNorm: layerNorm(4), groupNorm: groupNorm(4, 2) };
  for (const [name, layer] of Object.entries(layers)) {
    const params = tensorsOf(layer.init(key(0)));
    for (const channels of [1, 2, 8]) {
      assert.throws(() => layer.apply(params, zeros([2, channels])), (error: Error) => error instanceof ShapeError && error.message.startsWith(`${name} of float32(2, ${channels}): it normalises 4 channels, but the last axis has ${channels}.`));
    }
  }
});

test('a normalisation that does not exist is refused', () => {
  assert.throws(() => normalisation('bacth' as 'batch', 2), { name: 'RangeError', message: "normalisation must be 'batch', 'layer', 'group' or 'none', got 'bacth'." });
});

test('only batch normalisation has statistics', () => {
  const x = tensor([[1, 2]]);
  const counts = (['batch', 'layer', 'group', 'none'] as const).map((kind) => {
    const norm = normalisation(kind, 2);
    return norm.statistics(tensorsOf(norm.init(key(0))), x).length;
  });
  assert.deepEqual(counts, [1, 0, 0, 0]);
});
