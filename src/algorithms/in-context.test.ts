import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, tensor, zerosLike, type NdArray } from '../graph/index.js';
import { key, normal } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { inContextTransformer } from './index.js';

type Matrix = readonly (readonly number[])[];

/** Dense layers and normalisation of plain numbers. */
const times = (rows: Matrix, weight: NdArray, bias?: NdArray): number[][] => {
  const [inputs, outputs] = weight.shape;
  return rows.map((row) => Array.from({ length: outputs }, (_, o) => (bias ? bias.data[o] : 0) + Array.from({ length: inputs }, (_, i) => row[i] * weight.data[i * outputs + o]).reduce((a, b) => a + b, 0)));
};
const plus = (a: Matrix, b: Matrix): number[][] => a.map((row, i) => row.map((value, j) => value + b[i][j]));
const normed = (rows: Matrix): number[][] =>
  rows.map((row) => {
    const mean = row.reduce((a, b) => a + b, 0) / row.length;
    const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / row.length;
    return row.map((value) => (value - mean) / Math.sqrt(variance + 1e-5));
  });

test('a query is answered by what it reads of the support tokens and of itself, written out', () => {
  const width = 3;
  const algorithm = inContextTransformer({ inputs: 2, ways: 2, width, heads: 1, layers: 1 });
  const host = algorithm.init(key(4));
  const [layer] = host.network.layers;
  // Attention alone: the MLP of the layer adds nothing.
  const silent = { ...layer, mlp: { ...layer.mlp, down: { weight: evaluate(zerosLike(tensor(layer.mlp.down.weight))) as NdArray, bias: layer.mlp.down.bias } } };
  const { input, label, head } = host.network;
  const bias = normal(key(5), [width]);
  const theta = { ...host, network: { ...host.network, layers: [silent], label: { ...label, bias } } };

  const support = [[1, 2], [-1, 0.5], [0, 3]];
  const query = [[0.5, -2]];
  const tokens = plus(times(support, input.weight, input.bias), times([[0, 1], [1, 0], [0, 1]], label.weight, bias));
  const asking = times(query, input.weight, input.bias);
  const { attention } = layer;
  const all = normed([...tokens, ...asking]);
  const [q] = times(normed(asking), attention.query.weight, attention.query.bias);
  const weights = times(all, attention.key.weight).map((k) => Math.exp(k.reduce((total, value, i) => total + value * q[i], 0) / Math.sqrt(width)));
  const total = weights.reduce((a, b) => a + b, 0);
  const read = times(all, attention.value.weight, attention.value.bias).reduce((sum, value, i) => sum.map((x, j) => x + (weights[i] / total) * value[j]), [0, 0, 0]);
  const expected = times(normed(plus(asking, times([read], attention.output.weight, attention.output.bias))), head.weight, head.bias);

  const graph = tensorsOf(theta);
  const phi = algorithm.adapt(graph, { support: { x: tensor(support), y: tensor([1, 0, 1], 'int32') } });
  assertClose(algorithm.predict(phi, tensor(query)), expected, 1e-6);
});

test('sizes that make no sense are refused', () => {
  assert.throws(() => inContextTransformer({ inputs: 2, ways: 2, layers: 0 }), /layers must be a whole number of at least 1, got 0/);
  assert.throws(() => inContextTransformer({ inputs: 2, ways: 1 }), /ways must be a whole number of at least 2, got 1/);
  assert.throws(() => inContextTransformer({ inputs: 2, ways: 5, width: 30 }), /width of 30 cannot be divided into 4 equal heads/);
  assert.throws(() => inContextTransformer({ inputs: 2, ways: 5, outputs: 1 } as never), /got ways 5 and outputs 1/);
});
