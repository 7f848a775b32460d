import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tensor } from '../graph/index.js';
import { key } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { curvature, moved, slopeOptions, slopeTask } from '../testing/slope.js';
import { tensorsOf } from '../testing/tensors.js';
import { grad } from '../transform/index.js';
import { metaSgd } from './meta-sgd.js';

test('meta-sgd steps by its rates, and learns them by the exact derivative', () => {
  const algorithm = metaSgd(slopeOptions);
  const theta = { params: tensor(1), rates: { '': tensor(0.25) } };
  assertClose(algorithm.adapt(theta, slopeTask), moved(1, 0.25), 1e-6);
  const gradient = grad((t: typeof theta) => algorithm.objective(t, slopeTask))(theta);
  assertClose(gradient.rates[''], 2 * (moved(1, 0.25) - 4) * -curvature * (1 - 3), 1e-5);
  assertClose(tensorsOf(algorithm.init(key(0))).rates[''], 0.1, 1e-6);
  assertClose(algorithm.adapt(theta, slopeTask, { learningRate: 0.2 }), moved(1, 0.5), 1e-5);
});

test('rates that start at zero are learned, but cannot be scaled', () => {
  const algorithm = metaSgd({ ...slopeOptions, innerLearningRate: 0 });
  const theta = tensorsOf(algorithm.init(key(0)));
  assertClose(grad((t: typeof theta) => algorithm.objective(t, slopeTask))(theta).rates[''], 2 * (1 - 4) * -curvature * (1 - 3), 1e-5);
  assert.throws(() => algorithm.adapt(theta, slopeTask, { learningRate: 0.1 }), /by its ratio to innerLearningRate, and that is 0 here/);
});
