import { test } from 'node:test';
import { add, mul, ndarray, tensor, type Tensor } from '../graph/index.js';
import { learner, meanSquaredError } from '../nn/index.js';
import { sgd } from '../optim/index.js';
import type { Task } from '../tasks/index.js';
import { slopeOptions, slopeTask } from '../testing/slope.js';
import { assertClose } from '../testing/close.js';
import { grad } from '../transform/index.js';
import { reptile } from './reptile.js';

test('reptile: the gradient is theta less what training on the whole slopeTask makes of it', () => {
  const algorithm = reptile({ ...slopeOptions, innerSteps: 2, innerOptimizer: sgd });
  const one = (w: number): number => w - 0.1 * (2 / 3) * ((w - 3) + 4 * (w - 3) + (w - 4));
  const phi = one(one(1));
  assertClose(grad((w: Tensor) => algorithm.objective(w, slopeTask))(tensor(1)), 1 - phi, 1e-6);
  assertClose(algorithm.objective(tensor(1), slopeTask), (1 - phi) ** 2 / 2, 1e-6);
});

test('reptile: mini-batches take every m-th row in turn, and adapting sees the support set alone', () => {
  const algorithm = reptile({ ...slopeOptions, innerSteps: 2, innerOptimizer: sgd, innerBatch: 1 });
  const onRow = (w: number, x: number): number => w - 0.1 * 2 * x * x * (w - 3);
  assertClose(algorithm.adapt(tensor(1), slopeTask), onRow(onRow(1, 1), 2), 1e-6);
});

test('reptile: theta moves to the mean of two tasks that are points apart', () => {
  const point = learner<Tensor>(() => ndarray(0) as never, (w, x) => mul(w, x));
  const algorithm = reptile({ learner: point, loss: meanSquaredError, innerLearningRate: 0.5, innerSteps: 1, innerOptimizer: sgd });
  const at = (y: number): Task => ({ support: { x: tensor([[1]]), y: tensor([[y]]) }, query: { x: tensor([[1]]), y: tensor([[y]]) } });
  const gradient = grad((w: Tensor) => add(algorithm.objective(w, at(1)), algorithm.objective(w, at(3))))(tensor(2));
  assertClose(gradient, 0, 1e-6);
});
