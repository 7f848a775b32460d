import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, leavesOf, mapTree, tensor, type NdArray, type Tensor } from '../graph/index.js';
import { meanSquaredError, mlp, type MlpParams } from '../nn/index.js';
import { adam, sgd } from '../optim/index.js';
import { key } from '../random/index.js';
import { sinusoid } from '../regression/index.js';
import type { Task } from '../tasks/index.js';
import { valueAndGrad } from '../transform/index.js';
import { maml, type MamlOptions } from './index.js';

const learner = mlp({ inputs: 1, hidden: [6, 5], outputs: 1 });
const theta = mapTree<never, Tensor>(tensor as never, learner.init(key(1)) as never) as unknown as MlpParams;
const task = mapTree<never, Tensor>(tensor as never, sinusoid({ shots: 5, queries: 4 }).sample('train', key(2)) as never) as unknown as Task;

/** Values of the objective's value and gradient, and how far they are from those of adapt's parameters on the query set. */
function measured(options: Partial<MamlOptions<MlpParams>>, call = {}) {
  const { objective, adapt } = maml({ learner, loss: meanSquaredError, innerSteps: 3, innerLearningRate: 0.1, ...options });
  const plain = (of: MlpParams): Tensor => meanSquaredError(learner.apply(adapt(of, task, call), task.query.x), task.query.y);
  const [own, expected] = [(of: MlpParams) => objective(of, task, call), plain].map((f) => {
    const [value, gradient] = evaluate(valueAndGrad(f)(theta));
    return [...(value as NdArray).data, ...leavesOf<NdArray>(gradient).flatMap(({ data }) => [...data])];
  });
  return { own, distance: Math.max(...own.map((value, i) => Math.abs(value - expected[i]))) };
}

test('the objective of MAML on joined parameters is the loss of its adapted ones, with the same gradient, after any number of steps', () => {
  for (const steps of [0, 1, 2, 5]) {
    const { own, distance } = measured({}, { steps });
    assert.ok(own.every(Number.isFinite) && distance < 1e-10, `${distance} after ${steps} steps`);
  }
  assert.ok(measured({}, { learningRate: 0.3 }).distance < 1e-10);
  assert.ok(measured({ queryStatistics: 'support' }).distance < 1e-10);
});

test('so it is of first order, which is another gradient', () => {
  const first = measured({ firstOrder: true });
  assert.ok(first.distance < 1e-10);
  assert.ok(Math.abs(first.own[3] - measured({}).own[3]) > 1e-6);
});

test('what is told which parameters adapt, or with which optimiser, sees them by their names', () => {
  const seen = new Set<string>();
  const { distance } = measured({ adapts: (path) => (seen.add(path), path.startsWith('head')) });
  assert.ok(distance < 1e-10);
  assert.deepEqual([...seen], ['blocks.0.dense.weight', 'blocks.0.dense.bias', 'blocks.1.dense.weight', 'blocks.1.dense.bias', 'head.weight', 'head.bias']);
  const names = new Set<string>();
  const watched: MamlOptions<MlpParams>['innerOptimizer'] = (rate) => {
    const plain = sgd(rate);
    return { ...plain, update: (gradient, state, params) => (Object.keys(params as object).forEach((name) => names.add(name)), plain.update(gradient, state, params)) };
  };
  assert.ok(measured({ innerOptimizer: watched }).distance < 1e-10);
  assert.equal(names.size, 6);
  assert.ok(measured({ innerOptimizer: adam }).distance < 1e-8);
});

test('parameters without a bias learn none', () => {
  const { objective, adapt } = maml({ learner, loss: meanSquaredError, innerSteps: 2, innerLearningRate: 0.1 });
  const bare = { ...theta, head: { weight: theta.head.weight } };
  const own = evaluate(valueAndGrad((of: MlpParams) => objective(of, task))(bare));
  const plain = evaluate(valueAndGrad((of: MlpParams) => meanSquaredError(learner.apply(adapt(of, task), task.query.x), task.query.y))(bare));
  assert.deepEqual(own, plain);
});
