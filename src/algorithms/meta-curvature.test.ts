import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matmul, mul, reshape, sub, tensor } from '../graph/index.js';
import { conv4, crossEntropy } from '../nn/index.js';
import { key, normal } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { maml } from './maml.js';
import { metaCurvature } from './meta-curvature.js';

test('meta-curvature multiplies a kernel\'s gradient along each of its modes, and starts as maml', () => {
  const network = conv4({ inputShape: [4, 4, 1], ways: 2, channels: 2, normalisation: 'none' });
  const images = { support: { x: tensor(normal(key(1), [2, 4, 4, 1])), y: tensor([0, 1], 'int32') }, query: { x: tensor(normal(key(2), [2, 4, 4, 1])), y: tensor([0, 1], 'int32') } };
  const bent = metaCurvature({ learner: network, loss: crossEntropy, innerLearningRate: 0.1 });
  const plain = maml({ learner: network, loss: crossEntropy, innerLearningRate: 0.1 });
  const theta = tensorsOf(bent.init(key(3)));
  assertClose(bent.adapt(theta, images), plain.adapt(theta.params, images), 1e-6);
  assert.deepEqual(Object.keys(theta.curvature['blocks.1.conv.kernel']), ['output', 'input', 'filter']);
  assert.deepEqual(theta.curvature['blocks.1.conv.kernel'].filter!.shape, [9, 9]);

  const output = tensor([[2, 1], [0, -1]]);
  const filter = tensor(normal(key(4), [9, 9]));
  const path = 'blocks.1.conv.kernel';
  const curved = { ...theta, curvature: { ...theta.curvature, [path]: { ...theta.curvature[path], output, filter } } };
  const kernel = theta.params.blocks[1].conv.kernel;
  const gradient = mul(sub(kernel, plain.adapt(theta.params, images).blocks[1].conv.kernel), 10);
  const expected = matmul(reshape(matmul(filter, reshape(gradient, [9, 4])), [3, 3, 2, 2]), output);
  assertClose(bent.adapt(curved, images).blocks[1].conv.kernel, sub(kernel, mul(expected, 0.1)), 1e-5);
});
