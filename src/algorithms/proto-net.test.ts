import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concat, mul, slice, tensor, toNested, type Tensor } from '../graph/index.js';
import { crossEntropy, identityEncoder, mlpEncoder } from '../nn/index.js';
import { key, normal } from '../random/index.js';
import type { Examples } from '../tasks/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { grad } from '../transform/index.js';
import { cosine, protoNet, scaled, squaredEuclidean } from './index.js';

const points = protoNet({ encoder: identityEncoder([2]), ways: 3 });
const support = { x: tensor([[0, 0], [2, 0], [10, 0], [10, 4]]), y: tensor([0, 0, 1, 1], 'int32') };

test('a class is the mean of its examples, and its logit minus the squared distance to it', () => {
  const phi = points.adapt({ encoder: {} }, { support });
  assertClose(phi.sums, [2, 0, 20, 4, 0, 0]);
  assertClose(phi.counts, [2, 2, 0]);
  const logits = points.predict(phi, tensor([[1, 1], [10, 2]]));
  // The means are (1, 0) and (10, 2); the third class has none.
  assertClose(slice(logits, [null, [0, 2]]), [-1, -82, -85, 0]);
  assertClose(slice(logits, [null, [2]]), [-1e9, -1e9]);
});

test('an example that is added moves the mean of its class, or makes a class', () => {
  const phi = points.adapt({ encoder: {} }, { support });
  const added = { x: tensor([[4, 0], [0, 5]]), y: tensor([0, 2], 'int32') };
  assertClose(points.predict(points.extend!(phi, { support: added, known: support }), tensor([[2, 0]])), [0, -68, -29]);
});

test('the loss is the mean negative logarithm of the probability of the right class', () => {
  const query = { x: tensor([[1, 1], [10, 2]]), y: tensor([0, 0], 'int32') };
  const first = Math.log(1 + Math.exp(-81));
  const second = 85 + Math.log(1 + Math.exp(-85));
  assertClose(points.objective({ encoder: {} }, { support, query }), (first + second) / 2);
});

const encoder = mlpEncoder({ inputs: 2, hidden: [4], normalisation: 'batch' });
const theta = { encoder: tensorsOf(encoder.init(key(1))) };
const draw = (seed: number, labels: readonly number[]): Examples => ({ x: tensor(normal(key(seed), [labels.length, 2])), y: tensor([...labels], 'int32') });
const task = { support: draw(2, [0, 1, 2, 0, 1, 2]), query: draw(3, [0, 1, 2, 2]) };

test('with a learned factor, logits are distances by it, and it has a gradient', () => {
  const make = (distance = squaredEuclidean) => protoNet({ encoder, ways: 3, distance });
  const [plain, twice] = [make(), make(scaled(squaredEuclidean, 2))];
  assert.equal(plain.init(key(0)).scale, undefined);
  assertClose(twice.init(key(0)).scale, 2);
  const logits = (algorithm: typeof plain, scale?: Tensor): Tensor => algorithm.predict(algorithm.adapt({ ...theta, scale }, task), task.query.x);
  assertClose(logits(twice, tensor(3)), mul(logits(plain), 3));
  assert.throws(() => assertClose(grad((scale: Tensor) => twice.objective({ ...theta, scale }, task))(tensor(2)), 0, 1e-3));
  assert.deepEqual(make(scaled(cosine, 10)).settings, { distance: 'scaled cosine', queryStatistics: 'query' });
});

test('with statistics of both sets, the encoder sees both as one batch in meta-training', () => {
  const { objective } = protoNet({ encoder, ways: 3, queryStatistics: 'both' });
  const rows = encoder.apply(theta.encoder, concat([task.support.x, task.query.x]));
  const own = protoNet({ encoder: identityEncoder([4]), ways: 3 });
  assertClose(objective(theta, task), own.objective({ encoder: {} }, { support: { ...task.support, x: slice(rows, [[0, 6]]) }, query: { ...task.query, x: slice(rows, [[6, 10]]) } }));
});

test('with statistics of the support set, the objective is the loss of inductive prediction', () => {
  const { objective, adapt, predict, statistics } = protoNet({ encoder, ways: 3, queryStatistics: 'support' });
  const phi = adapt(theta, task);
  assertClose(objective(theta, task), crossEntropy(predict(phi, task.query.x, { statistics: statistics(phi, task.support) }), task.query.y));
});

test('a plain computation of means and distances gives the same', () => {
  const plain = protoNet({ encoder: identityEncoder([2]), ways: 3 });
  const [inputs, queries] = [normal(key(2), [6, 2]), normal(key(3), [4, 2])].map((array) => toNested(array) as number[][]);
  const means = [0, 1, 2].map((way) => [0, 1].map((axis) => (inputs[way][axis] + inputs[way + 3][axis]) / 2));
  const expected = queries.map((query) => means.map((mean) => -((query[0] - mean[0]) ** 2) - (query[1] - mean[1]) ** 2));
  assertClose(plain.predict(plain.adapt({ encoder: {} }, task), task.query.x), expected);
});
