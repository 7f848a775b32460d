import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, evaluate, eye, mul, ndarray, neg, sum, tensor, zeros, type Tensor } from '../graph/index.js';
import { learner, meanSquaredError } from '../nn/index.js';
import { sgd } from '../optim/index.js';
import type { Task } from '../tasks/index.js';
import { slopeOptions, slopeTask } from '../testing/slope.js';
import { assertClose } from '../testing/close.js';
import { grad } from '../transform/index.js';
import { reptile } from './reptile.js';

test('reptile: the gradient is theta less what training on the whole task makes of it', () => {
  const algorithm = reptile({ ...slopeOptions, innerSteps: 2, innerOptimizer: sgd });
  const one = (w: number): number => w - 0.1 * (2 / 3) * ((w - 3) + 4 * (w - 3) + (w - 4));
  const phi = one(one(1));
  assertClose(grad((w: Tensor) => algorithm.objective(w, slopeTask))(tensor(1)), 1 - phi, 1e-6);
  assertClose(algorithm.objective(tensor(1), slopeTask), (1 - phi) ** 2 / 2, 1e-6);
});

test('reptile: mini-batches take the rows in turn, and adapting sees the support set alone', () => {
  const algorithm = reptile({ ...slopeOptions, innerSteps: 2, innerOptimizer: sgd, innerBatch: 1 });
  const onRow = (w: number, x: number): number => w - 0.1 * 2 * x * x * (w - 3);
  assertClose(algorithm.adapt(tensor(1), slopeTask), onRow(onRow(1, 1), 2), 1e-6);
});

test('reptile: before a row comes up again all others did, and every batch has each class, whether these stand together or take turns', () => {
  // Inputs are unit vectors, and the slope of the loss is minus their sum: a step of one counts the rows of its batch.
  const tally = learner<Tensor>(() => ndarray(0) as never, (seen, x) => mul(seen, x));
  const batches = (rows: number, innerBatch: number, steps: number): number[][] => {
    const support = { x: eye(rows), y: tensor(new Array<number>(rows).fill(0)) };
    const algorithm = reptile({ learner: tally, loss: (prediction) => neg(sum(prediction)), innerLearningRate: 1, innerOptimizer: sgd, innerBatch });
    const after = (count: number): number[] => Array.from(evaluate(algorithm.adapt(zeros([rows]), { support }, { steps: count })).data);
    return Array.from({ length: steps }, (_, step) => after(step + 1).map((seen, row) => Math.round(seen - after(step)[row])));
  };
  for (const { ways, each, size } of [{ ways: 5, each: 10, size: 10 }, { ways: 3, each: 5, size: 6 }, { ways: 2, each: 4, size: 3 }]) {
    const rows = ways * each;
    const made = batches(rows, size, Math.ceil(rows / size));
    const total = made.reduce((a, b) => a.map((count, row) => count + b[row]));
    assert.ok(total.every((count) => count === 1 || count === 2), `each row of ${rows} comes up, none twice as often: ${total.join(' ')}`);
    assert.ok(total.filter((count) => count === 2).length < size);
    for (const classOf of [(row: number) => Math.floor(row / each), (row: number) => row % ways]) {
      for (const batch of made) {
        const classes = new Set(batch.flatMap((count, row) => (count > 0 ? [classOf(row)] : [])));
        assert.equal(classes.size, ways, `of ${ways} classes: ${batch.join(' ')}`);
      }
    }
  }
});

test('reptile: theta moves to the mean of two tasks that are points apart', () => {
  const point = learner<Tensor>(() => ndarray(0) as never, (w, x) => mul(w, x));
  const algorithm = reptile({ learner: point, loss: meanSquaredError, innerLearningRate: 0.5, innerSteps: 1, innerOptimizer: sgd });
  const at = (y: number): Task => ({ support: { x: tensor([[1]]), y: tensor([[y]]) }, query: { x: tensor([[1]]), y: tensor([[y]]) } });
  const gradient = grad((w: Tensor) => add(algorithm.objective(w, at(1)), algorithm.objective(w, at(3))))(tensor(2));
  assertClose(gradient, 0, 1e-6);
});
