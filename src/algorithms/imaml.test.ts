import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, mul, ndarray, square, sub, tensor, type Tensor } from '../graph/index.js';
import { learner, meanSquaredError } from '../nn/index.js';
import { sgd } from '../optim/index.js';
import { curvature, slopeOptions, slopeTask } from '../testing/slope.js';
import { assertClose } from '../testing/close.js';
import { grad } from '../transform/index.js';
import { imaml } from './imaml.js';
import { innerLoop } from './inner-loop.js';

type Line = { readonly a: Tensor; readonly b: Tensor };

const line = learner<Line>(() => ({ a: ndarray(0), b: ndarray(0) }), ({ a, b }, x) => add(mul(a, x), b));

test('imaml: the meta-gradient of a quadratic is (I + H / lambda)^-1 times the query gradient', () => {
  const proximity = 2;
  const algorithm = imaml({ ...slopeOptions, innerLearningRate: 0.05, innerSteps: 200, proximity, solverIterations: 1, damping: 0 });
  const phi = (curvature * 3 + proximity * 1) / (curvature + proximity);
  assertClose(algorithm.adapt(tensor(1), slopeTask), phi, 1e-5);
  assertClose(grad((w: Tensor) => algorithm.objective(w, slopeTask))(tensor(1)), (2 * (phi - 4)) / (1 + curvature / proximity), 1e-5);
});

test('imaml: damping is added to lambda for the gradient alone, and five lambda unless said otherwise', () => {
  const options = { ...slopeOptions, innerLearningRate: 0.05, innerSteps: 200, proximity: 2, solverIterations: 1 };
  const phi = (curvature * 3 + 2 * 1) / (curvature + 2);
  for (const { damping, total } of [{ damping: 3, total: 5 }, { damping: undefined, total: 12 }]) {
    const algorithm = imaml({ ...options, damping });
    assertClose(algorithm.adapt(tensor(1), slopeTask), phi, 1e-5);
    assertClose(grad((w: Tensor) => algorithm.objective(w, slopeTask))(tensor(1)), (2 * (phi - 4)) / (1 + curvature / total), 1e-5);
  }
});

test('imaml refuses a strength, a damping or iterations that make no sense', () => {
  assert.throws(() => imaml({ ...slopeOptions, proximity: 0 }), /proximity must be a finite number above 0, got 0/);
  assert.throws(() => imaml({ ...slopeOptions, damping: -1 }), /damping must be a finite number of at least 0, got -1/);
  assert.throws(() => imaml({ ...slopeOptions, solverIterations: 0 }), /solverIterations must be a whole number of at least 1, got 0/);
});

test('imaml of many steps agrees with differentiating through them', () => {
  const theta = { a: tensor(0.5), b: tensor(-1) };
  const implicit = imaml({ learner: line, loss: meanSquaredError, innerLearningRate: 0.08, innerSteps: 150, proximity: 2, solverIterations: 2, damping: 0 });
  const unrolled = (from: Line): Tensor => {
    const near = (p: Line): Tensor => mul(add(square(sub(p.a, from.a)), square(sub(p.b, from.b))), 1);
    const loss = (p: Line): Tensor => add(meanSquaredError(line.apply(p, slopeTask.support.x), slopeTask.support.y), near(p));
    const phi = innerLoop(loss, from, { steps: 150, optimizer: sgd(0.08) });
    return meanSquaredError(line.apply(phi, slopeTask.query.x), slopeTask.query.y);
  };
  assertClose(grad((p: Line) => implicit.objective(p, slopeTask))(theta), grad(unrolled)(theta), 1e-4);
});
