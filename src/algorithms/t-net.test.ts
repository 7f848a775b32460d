import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matmul, mul, sub, tensor, type Tensor } from '../graph/index.js';
import { dense, meanSquaredError, withLinearWarps } from '../nn/index.js';
import { key } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { grad } from '../transform/index.js';
import { tNet } from './t-net.js';

test('a t-net starts as its learner, and a step is warped by T T\'', () => {
  const linear = dense(2, 2, { bias: false });
  const network = withLinearWarps(linear);
  const algorithm = tNet({ learner: linear, loss: meanSquaredError, innerLearningRate: 0.1 });
  const values = { support: { x: tensor([[1, 2], [0, 1]]), y: tensor([[1, 0], [2, 1]]) }, query: { x: tensor([[1, 1]]), y: tensor([[0, 1]]) } };
  const theta = tensorsOf(network.init(key(1)));
  assertClose(network.apply(theta, values.support.x), linear.apply(theta.params, values.support.x), 1e-6);

  const warp = tensor([[1, 2], [0, 1]]);
  const warped = { ...theta, warps: { weight: warp } };
  const phi = algorithm.adapt(warped, values);
  assert.equal(phi.warps.weight, warp);
  const effective = (w: Tensor): Tensor => meanSquaredError(matmul(values.support.x, w), values.support.y);
  const start = matmul(theta.params.weight, warp);
  const step = matmul(matmul(grad(effective)(start), tensor([[1, 0], [2, 1]])), warp);
  assertClose(matmul(phi.params.weight, warp), sub(start, mul(step, 0.1)), 1e-5);
});
