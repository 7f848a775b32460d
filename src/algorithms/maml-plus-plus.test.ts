import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, evaluate, mul, ndarray, tensor, type Tensor } from '../graph/index.js';
import { batchNorm, crossEntropy, dense, layerNorm, learner, sequential } from '../nn/index.js';
import { key, normal } from '../random/index.js';
import type { Task } from '../tasks/index.js';
import { assertClose } from '../testing/close.js';
import { slopeOptions, slopeTask } from '../testing/slope.js';
import { tensorsOf } from '../testing/tensors.js';
import { grad } from '../transform/index.js';
import { mamlPlusPlus } from './maml-plus-plus.js';
import { maml } from './maml.js';

type Line = { readonly a: Tensor; readonly b: Tensor };

const line = learner<Line>(() => ({ a: ndarray(0), b: ndarray(0) }), ({ a, b }, x) => add(mul(a, x), b));

const off = { multiStepLoss: false, learnedRates: false, perStepAffine: false, perStepStatistics: false, derivativeOrderAnnealing: false } as const;

const normed = sequential(dense(2, 3), batchNorm(3), dense(3, 2));

const classed: Task = {
  support: { x: tensor(normal(key(4), [4, 2])), y: tensor([0, 1, 0, 1], 'int32') },
  query: { x: tensor(normal(key(5), [6, 2])), y: tensor([0, 1, 0, 1, 1, 1], 'int32') },
};

const plusPlus = { learner: normed, loss: crossEntropy, innerSteps: 2, innerLearningRate: 0.1 };

test('maml++ with everything off is maml', () => {
  const algorithm = mamlPlusPlus({ ...plusPlus, ...off });
  const plain = maml(plusPlus);
  const theta = tensorsOf(algorithm.init(key(1)));
  const gradient = grad((t: typeof theta) => algorithm.objective(t, classed))(theta);
  assertClose(gradient.params, grad((p: typeof theta.params) => plain.objective(p, classed))(theta.params), 1e-6);
});

test('maml++ starts as maml with everything on, but for the weights of the steps', () => {
  const algorithm = mamlPlusPlus({ ...plusPlus, multiStepLoss: false, innerSteps: 2 });
  const plain = maml({ ...plusPlus, adapts: (path) => !/scale|shift/.test(path) });
  const theta = tensorsOf(algorithm.init(key(1)));
  assertClose(algorithm.objective(theta, classed), plain.objective(theta.params, classed), 1e-6);
});

test('maml++: each layer has a rate for each step, which stays with the last one beyond them', () => {
  const algorithm = mamlPlusPlus({ ...slopeOptions, ...off, learner: line, learnedRates: true, innerSteps: 2 });
  const theta = { ...tensorsOf(algorithm.init(key(0))), params: { a: tensor(1), b: tensor(0) }, rates: { '': tensor([0.1, 0.02]) } };
  const one = maml({ ...slopeOptions, learner: line });
  const step = (from: Line, learningRate: number): Line => one.adapt(from, slopeTask, { learningRate });
  assertClose(algorithm.adapt(theta, slopeTask).params, step(step(theta.params, 0.1), 0.02), 1e-5);
  assertClose(algorithm.adapt(theta, slopeTask, { steps: 3 }).params, step(step(step(theta.params, 0.1), 0.02), 0.02), 1e-5);
});

test('maml++: scale and shift of each number of steps are learned by themselves', () => {
  const algorithm = mamlPlusPlus({ ...plusPlus, ...off, perStepAffine: true });
  const theta = tensorsOf(algorithm.init(key(1)));
  const gradient = evaluate(grad((t: typeof theta) => algorithm.objective(t, classed))(theta));
  const rows = gradient.affine['1.scale'];
  assert.deepEqual(rows.shape, [3, 3]);
  for (let row = 0; row < 3; row++) assert.ok(rows.data.subarray(3 * row, 3 * row + 3).some((value: number) => Math.abs(value) > 1e-7), `row ${row}`);
  assert.ok(gradient.params[1].scale.data.every((value: number) => value === 0), 'the copies in params are not used');
});

test('maml++: running statistics follow the query batches and predict a single query', () => {
  const algorithm = mamlPlusPlus({ ...plusPlus, ...off, perStepStatistics: true });
  const without = mamlPlusPlus({ ...plusPlus, ...off });
  const theta = tensorsOf(algorithm.init(key(1)));
  assertClose(algorithm.objective(theta, classed), without.objective({ ...theta, running: [] }, classed), 1e-6);
  const gradient = grad((t: typeof theta) => algorithm.objective(t, classed))(theta);
  const phi = algorithm.adapt(theta, classed);
  const [batch] = normed.statistics(phi.params, classed.query.x);
  const row = evaluate(gradient.running[0].mean).data.slice(6, 9);
  // They are kept in tens.
  assertClose(tensor(Float32Array.from(row) as never), mul(batch.mean, -0.1), 1e-6);
  const [running] = algorithm.statistics(phi, classed.support);
  assertClose(running.variance, [1, 1, 1]);
});

test('maml++: derivatives are first-order until a share of meta-training is done, and exact from there on', () => {
  const algorithm = mamlPlusPlus({ ...plusPlus, ...off, derivativeOrderAnnealing: 0.5 });
  const theta = tensorsOf(algorithm.init(key(1)));
  const at = (progress?: number) => grad((t: typeof theta) => algorithm.objective(t, classed, progress === undefined ? {} : { progress: tensor(progress) }))(theta).params;
  const by = (firstOrder: boolean) => grad((p: typeof theta.params) => maml({ ...plusPlus, firstOrder }).objective(p, classed))(theta.params);
  assertClose(at(0.4), by(true), 1e-6);
  assertClose(at(0.6), by(false), 1e-6);
  assertClose(at(), by(false), 1e-6);
  assert.throws(() => mamlPlusPlus({ ...plusPlus, multiStepLoss: 0 }), /multiStepLoss must be false or a share of meta-training above 0 and at most 1, got 0/);
});

test('maml++: a learner without normalisations has no running statistics, and one that normalises otherwise is told so', () => {
  const algorithm = mamlPlusPlus({ ...slopeOptions, learner: line });
  const theta = tensorsOf(algorithm.init(key(0)));
  assert.deepEqual(algorithm.statistics(algorithm.adapt(theta, slopeTask), slopeTask.support), []);
  assert.ok(Number.isFinite(evaluate(algorithm.objective(theta, slopeTask)).data[0]));
  const layered = mamlPlusPlus({ ...plusPlus, learner: sequential(dense(2, 3), layerNorm(3), dense(3, 2)) });
  assert.throws(() => layered.objective(tensorsOf(layered.init(key(1))), classed), /scales of \[3\] channels and normalises \[\] over the batch\. Use batch normalisation, or perStepStatistics: false/);
});

test('maml++: a running variance that went below zero normalises as zero does', () => {
  const algorithm = mamlPlusPlus({ ...plusPlus, ...off, perStepStatistics: true });
  const fresh = tensorsOf(algorithm.init(key(1)));
  const theta = { ...fresh, running: fresh.running.map(({ mean, variance }) => ({ mean, variance: mul(variance, -0.01) })) };
  const phi = algorithm.adapt(theta, classed);
  const statistics = algorithm.statistics(phi, classed.support);
  assertClose(statistics[0].variance, [0, 0, 0]);
  assert.ok(evaluate(algorithm.predict(phi, classed.query.x, { statistics })).data.every(Number.isFinite));
  const gradient = evaluate(grad((t: typeof theta) => algorithm.objective(t, classed))(theta));
  assert.ok(gradient.running[0].variance.data.every((value: number) => value < 0), 'and it still rises to that of the batches');
});
