import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concat, exp, relu, reshape, slice, sub, sum, take, tensor, type Tensor } from '../graph/index.js';
import { batchNorm, conv, conv4Encoder, dense, encoder, flatten, learner, maxPooling, meanSquaredError, sequential, type NoParams } from '../nn/index.js';
import { key, normal } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { relationModule, relationNet, relationOf } from './index.js';

/** Maps of one position and one channel, the number itself; the relation of a pair is minus the difference of class and query. */
const numbers = encoder([1, 1, 1], learner<NoParams>(() => ({}), (_, x) => reshape(x, [-1, 1, 1, 1])));
const difference = relationOf(learner<NoParams>(() => ({}), (_, pairs) => sub(slice(reshape(pairs, [-1, 2]), [null, [1, 2]]), slice(reshape(pairs, [-1, 2]), [null, [0, 1]]))));
const net = relationNet({ encoder: numbers, ways: 3, relation: difference });
const theta = { encoder: {}, relation: {} };
const support = { x: tensor([[1], [2], [5]]), y: tensor([0, 0, 1], 'int32') };
const score = (x: number): number => 1 / (1 + Math.exp(-x));

test('a class is the sum of its maps, and outputs are logarithms of the scores of its pairs with queries', () => {
  const phi = net.adapt(theta, { support });
  assertClose(phi.sums, [3, 5, 0]);
  const scores = exp(net.predict(phi, tensor([[2], [5]])));
  assertClose(scores, [score(-1), score(-3), 0, score(2), score(0), 0]);
});

test('the loss is the mean squared difference of scores and matches, over classes that are there', () => {
  const query = { x: tensor([[2], [5]]), y: tensor([0, 1], 'int32') };
  assertClose(net.objective(theta, { support, query }), ((score(-1) - 1) ** 2 + score(-3) ** 2 + score(2) ** 2 + (score(0) - 1) ** 2) / 4);
  const masked = { ...query, mask: tensor([1, 0]) };
  assertClose(net.objective(theta, { support, query: masked }), ((score(-1) - 1) ** 2 + score(-3) ** 2) / 2);
});

const same = (x: Tensor): Tensor => x;
for (const [rows, columns] of [[5, 4], [2, 2], [1, 3]]) {
  test(`the module on ${rows} x ${columns} maps is the paper's on maps joined in depth, though it convolves each map once`, () => {
    const shape = [rows, columns, 3];
    const module = relationModule({ inputShape: shape, channels: 4, hidden: 5 });
    const params = tensorsOf(module.init(key(1)));
    const [first, second] = params.blocks;
    const pools = rows > 3 ? [maxPooling(2), maxPooling(2)] : rows > 1 ? [maxPooling(2), same] : [same, same];
    const layer = (inputs: number) => [conv(inputs, 4, { padding: 1, bias: false }), batchNorm(4)] as const;
    const width = params.hidden.weight.shape[0];
    const joined = relationOf(sequential(...layer(6), relu, pools[0], ...layer(4), relu, pools[1], flatten, dense(width, 5), relu, dense(5, 1)));
    const joinedParams = [first.conv, first.norm, {}, {}, second.conv, second.norm, {}, {}, {}, params.hidden, {}, params.head];
    const [classes, queries] = [tensor(normal(key(2), [2, ...shape])), tensor(normal(key(3), [3, ...shape]))];
    const mask = tensor([1, 1, 1, 0, 1, 1]);
    const [fast, plain] = [module.forward(params, classes, queries, { mask }), joined.forward(joinedParams as never, classes, queries, { mask })];
    assertClose(fast, plain);
    assert.equal(fast.statistics.length, 2);
  });
}

test('inductive statistics are those of the encoder on the support set, then those of the module on its rows as queries', () => {
  const maps = conv4Encoder({ inputShape: [16, 16, 1], channels: 2, positions: 'map', pooling: 'stride' });
  const algorithm = relationNet({ encoder: maps, ways: 3 });
  const params = tensorsOf(algorithm.init(key(4)));
  const x = tensor(normal(key(5), [4, 16, 16, 1]));
  const own = { x, y: tensor([0, 1, 1, 0], 'int32') };
  const phi = algorithm.adapt(params, { support: own });
  const statistics = algorithm.statistics(phi, own);
  assert.equal(statistics.length, 4 + 2);
  assertClose(statistics.slice(0, 4), maps.statistics(params.encoder, x));
  const features = maps.apply(params.encoder, x);
  const classes = [[0, 3], [1, 2]].map((rows) => sum(take(features, rows), 0, { keepDims: true }));
  const pairs = relationModule({ inputShape: [1, 1, 2] }).forward(params.relation, concat(classes), features);
  assertClose(statistics.slice(4), pairs.statistics);
  assertClose(algorithm.predict(phi, x, { statistics }), algorithm.predict(phi, x));
});

test('with statistics of the support set, the objective is the loss of inductive prediction', () => {
  const maps = encoder([1, 1, 2], sequential(conv(1, 2, { size: 1 }), batchNorm(2)));
  const algorithm = relationNet({ encoder: maps, ways: 3, queryStatistics: 'support' });
  const params = tensorsOf(algorithm.init(key(6)));
  const task = { support: { x: tensor(normal(key(7), [3, 1, 1, 1])), y: tensor([0, 1, 2], 'int32') }, query: { x: tensor(normal(key(8), [2, 1, 1, 1])), y: tensor([2, 0], 'int32') } };
  const phi = algorithm.adapt(params, task);
  const scores = exp(algorithm.predict(phi, task.query.x, { statistics: algorithm.statistics(phi, task.support) }));
  assertClose(algorithm.objective(params, task), meanSquaredError(scores, tensor([[0, 0, 1], [1, 0, 0]])));
});

test('an encoder without positions is refused', () => {
  assert.throws(() => relationNet({ encoder: conv4Encoder({ inputShape: [28, 28, 1] }), ways: 5 }), /the encoder gives \(64\)\. Keep its positions: conv4Encoder\(\{ \.\.\., positions: 'map' \}\)/);
});
