import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mul, ndarray, tensor, type Tensor } from '../graph/index.js';
import { dense, learner, meanSquaredError } from '../nn/index.js';
import { curvature, slopeTask } from '../testing/slope.js';
import { assertClose } from '../testing/close.js';
import { grad } from '../transform/index.js';
import { warpGrad } from './warp-grad.js';

test('warp-grad learns its warps from one step ahead of each point on the way, and the start as first-order maml does', () => {
  type Warped = { readonly w: Tensor; readonly warp: Tensor };
  const scaled = learner<Warped>(() => ({ w: ndarray(1), warp: ndarray(1) }), ({ w, warp }, x) => mul(mul(w, warp), x));
  const algorithm = warpGrad({ learner: scaled, loss: meanSquaredError, innerLearningRate: 0.05, innerSteps: 2 });
  const theta = { w: tensor(1), warp: tensor(0.8) };
  const next = (w: number, p: number): number => w - 0.05 * curvature * p * (w * p - 3);
  const loss = (w: number, p: number): number => (next(w, p) * p - 4) ** 2;
  const way = [1, next(1, 0.8)];
  assertClose(algorithm.objective(theta, slopeTask), (loss(way[0], 0.8) + loss(way[1], 0.8)) / 2, 1e-5);
  const slopeBy = (f: (t: number) => number): number => (f(1e-5) - f(-1e-5)) / 2e-5;
  const gradient = grad((t: Warped) => algorithm.objective(t, slopeTask))(theta);
  assertClose(gradient.warp, slopeBy((t) => (loss(way[0], 0.8 + t) + loss(way[1], 0.8 + t)) / 2), 1e-4);
  assertClose(gradient.w, slopeBy((t) => (loss(way[0] + t, 0.8) + loss(way[1] + t, 0.8)) / 2), 1e-4);
  assertClose(algorithm.adapt(theta, slopeTask).w, next(next(1, 0.8), 0.8), 1e-5);
  assert.equal(algorithm.adapt(theta, slopeTask).warp, theta.warp);
});

test('a learner without warps, or of nothing else, is refused', () => {
  const algorithm = (warps?: (path: string) => boolean) => warpGrad({ learner: dense(1, 1), loss: meanSquaredError, warps });
  const theta = { weight: tensor([[1]]), bias: tensor([0]) };
  for (const run of [algorithm().adapt, algorithm().objective]) assert.throws(() => run(theta, slopeTask), /warps holds for none of weight, bias\. Name layers warp/);
  assert.throws(() => algorithm(() => true).adapt(theta, slopeTask), /warps holds for all of weight, bias/);
});
