import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, leavesOf, mul, slice, sub, tensor, type Tensor } from '../graph/index.js';
import { key, normal } from '../random/index.js';
import { grad } from '../transform/index.js';
import { curvature, moved, slope, slopeTask as task } from '../testing/slope.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { batchNorm, crossEntropy, dense, meanSquaredError, mlp, sequential, type MlpParams } from '../nn/index.js';
import { sgd } from '../optim/index.js';
import { innerLoop } from './inner-loop.js';
import { maml } from './maml.js';
import { pretraining } from './pretraining.js';

test('adapt makes inner steps down the gradient of the support loss', () => {
  const { adapt } = maml({ learner: slope, loss: meanSquaredError, innerLearningRate: 0.1 });
  assertClose(adapt(tensor(1), task), moved(1, 0.1));
  assertClose(adapt(tensor(1), task, { steps: 2 }), moved(moved(1, 0.1), 0.1));
  assertClose(adapt(tensor(1), task, { learningRate: 0.02 }), moved(1, 0.02));
  assertClose(adapt(tensor(1), task, { learningRate: tensor(0.02) }), moved(1, 0.02));
});

test('zero steps leave theta as it is', () => {
  const algorithm = maml({ learner: slope, loss: meanSquaredError });
  assertClose(algorithm.adapt(tensor(1), task, { steps: 0 }), 1);
  assertClose(algorithm.objective(tensor(1), task, { steps: 0 }), 9);
});

test('a number of steps that is negative or broken is refused', () => {
  const { adapt } = maml({ learner: slope, loss: meanSquaredError });
  for (const steps of [-1, 1.5, NaN]) assert.throws(() => adapt(tensor(1), task, { steps }), /whole number of at least 0/);
  for (const innerSteps of [-1, 1.5]) assert.throws(() => maml({ learner: slope, loss: meanSquaredError, innerSteps }), /innerSteps must be a whole number of at least 0/);
  for (const innerLearningRate of [-1, NaN, Infinity]) assert.throws(() => maml({ learner: slope, loss: meanSquaredError, innerLearningRate }), /innerLearningRate must be a finite number/);
});

test('the meta-gradient goes through the inner step, that of first order does not', () => {
  const options = { learner: slope, loss: meanSquaredError, innerLearningRate: 0.1 };
  const atAdapted = 2 * (moved(1, 0.1) - 4);
  assertClose(grad((w: Tensor) => maml(options).objective(w, task))(tensor(1)), atAdapted * (1 - 0.1 * curvature));
  assertClose(grad((w: Tensor) => maml({ ...options, firstOrder: true }).objective(w, task))(tensor(1)), atAdapted);
});

test('the meta-gradient with respect to the inner learning rate is exact', () => {
  const { objective } = maml({ learner: slope, loss: meanSquaredError });
  const gradient = grad((learningRate: Tensor) => objective(tensor(1), task, { learningRate }))(tensor(0.1));
  assertClose(gradient, 2 * (moved(1, 0.1) - 4) * -curvature * (1 - 3));
});

test('only the parameters of the predicate adapt, and the others still get a meta-gradient', () => {
  const network = mlp({ inputs: 1, hidden: [3], outputs: 1, initialiser: (k, shape) => normal(k, shape) });
  const theta = tensorsOf(network.init(key(2)));
  const anil = maml({ learner: network, loss: meanSquaredError, adapts: (path) => path.startsWith('head') });
  const phi = anil.adapt(theta, task);
  assert.equal(phi.blocks[0].dense.weight, theta.blocks[0].dense.weight);
  assert.notEqual(phi.head.weight, theta.head.weight);
  const gradient = grad((p: MlpParams) => anil.objective(p, task))(theta);
  assert.throws(() => assertClose(gradient.blocks[0].dense.weight, [0, 0, 0]));
});

test('a predicate that no parameter meets is refused', () => {
  const network = mlp({ inputs: 1, outputs: 1 });
  const { adapt } = maml({ learner: network, loss: meanSquaredError, adapts: () => false });
  assert.throws(() => adapt(tensorsOf(network.init(key(0))), task), /No parameter adapts/);
});

test('padding changes neither adaptation nor objective', () => {
  const network = sequential(dense(2, 4), batchNorm(4), dense(4, 3));
  const theta = tensorsOf(network.init(key(3)));
  const x = tensor(normal(key(4), [6, 2]));
  const y = tensor([0, 1, 1, 0, 2, 2], 'int32');
  const mask = tensor([1, 1, 1, 1, 0, 0]);
  const classes = tensor([1, 1, 0]);
  const padded = { support: { x, y, mask }, query: { x, y, mask }, classes };
  const short = { x: slice(x, [[0, 4]]), y: slice(y, [[0, 4]]) };
  const { objective, adapt } = maml({ learner: network, loss: crossEntropy, innerSteps: 2, innerLearningRate: 0.3 });
  assertClose(objective(theta, padded), objective(theta, { support: short, query: short, classes }));
  assertClose(leavesOf(adapt(theta, padded)), leavesOf(adapt(theta, { support: short, classes })));
});

test('predict gives absent classes a large negative logit and uses given statistics', () => {
  const network = sequential(dense(2, 3), batchNorm(3));
  const theta = tensorsOf(network.init(key(3)));
  const support = { x: tensor(normal(key(4), [4, 2])), y: tensor([0, 1, 0, 1], 'int32') };
  const algorithm = maml({ learner: network, loss: crossEntropy });
  const statistics = algorithm.statistics(theta, support);
  const one = slice(support.x, [[0, 1]]);
  const whole = algorithm.predict(theta, support.x, { classes: tensor([1, 1, 0]) });
  assertClose(slice(whole, [null, [2]]), [-1e9, -1e9, -1e9, -1e9]);
  assertClose(algorithm.predict(theta, one, { statistics }), slice(algorithm.predict(theta, support.x), [[0, 1]]));
});

test('the inductive objective normalises the query set with the statistics of the support set', () => {
  const network = sequential(dense(2, 3), batchNorm(3));
  const theta = tensorsOf(network.init(key(3)));
  const support = { x: tensor(normal(key(4), [4, 2])), y: tensor([0, 1, 0, 1], 'int32') };
  const query = { x: slice(support.x, [[0, 1]]), y: tensor([0], 'int32') };
  const algorithm = maml({ learner: network, loss: crossEntropy, queryStatistics: 'support' });
  const phi = algorithm.adapt(theta, { support });
  const logits = algorithm.predict(phi, query.x, { statistics: algorithm.statistics(phi, support) });
  assertClose(algorithm.objective(theta, { support, query }), crossEntropy(logits, query.y));
});

test('an inner loop of a loss that closes over the parameters differentiates only through its argument', () => {
  const theta = tensor(2);
  const adapted = innerLoop((w: Tensor) => mul(w, theta), theta, { steps: 1, optimizer: sgd(0.5) });
  assertClose(adapted, 2 - 0.5 * 2);
});

test('pretraining minimises the loss of theta on support and query rows pooled, and fine-tunes like maml', () => {
  const options = { learner: slope, loss: meanSquaredError, innerLearningRate: 0.1 };
  const { objective, adapt } = pretraining(options);
  assertClose(objective(tensor(1), task), (4 + 16 + 9) / 3);
  const masked = { ...task, support: { ...task.support, mask: tensor([1, 0]) } };
  assertClose(objective(tensor(1), masked), (4 + 9) / 2);
  assertClose(sub(adapt(tensor(1), task), maml(options).adapt(tensor(1), task)), 0);
  assertClose(add(adapt(tensor(1), task), 0), moved(1, 0.1));
});

test('a learner that is not whole is refused at once', () => {
  const half = { init: () => ({}), apply: (_: unknown, x: Tensor) => x };
  assert.throws(() => maml({ learner: half as never, loss: meanSquaredError }), /The learner has no statistics: make it with learner\(init, pass\)/);
});
