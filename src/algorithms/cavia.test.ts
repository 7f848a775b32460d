import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tensor } from '../graph/index.js';
import { dense, meanSquaredError, toldBeside } from '../nn/index.js';
import { slopeTask } from '../testing/slope.js';
import { assertClose } from '../testing/close.js';
import { cavia } from './cavia.js';

test('cavia adapts a context that starts at zero, and shares the rest', () => {
  const linear = dense(2, 1, { bias: false });
  const algorithm = cavia({ learner: toldBeside(linear, 1), loss: meanSquaredError, innerLearningRate: 0.1 });
  const theta = { weight: tensor([[1], [2]]) };
  const phi = algorithm.adapt(theta, slopeTask);
  // y = x + 2 c: the mean of 2 (x + 2 c - y) 2 at c = 0 is 2 * 2 * mean(1 - 3, 2 - 6).
  assertClose(phi.context, [0.1 * 12], 1e-6);
  assert.equal(phi.shared.weight, theta.weight);
  assertClose(algorithm.predict(phi, tensor([[1]])), [[1 + 2 * 1.2]], 1e-6);
});
