import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, tensor, type Tensor } from '../graph/index.js';
import { adam, descend, momentum, scaleByAdam, sgd } from '../optim/index.js';
import { curvature, moved, slopeOptions, slopeTask } from '../testing/slope.js';
import { assertClose } from '../testing/close.js';
import { grad } from '../transform/index.js';
import { maml } from './maml.js';
import { metaCurvature } from './meta-curvature.js';
import { metaSgd } from './meta-sgd.js';

test('the inner optimiser is a value: momentum and adam make their own steps', () => {
  const byMomentum = maml({ ...slopeOptions, innerSteps: 2, innerOptimizer: (rate) => momentum(rate, 0.5) });
  const first = moved(1, 0.1);
  const velocity = 0.5 * curvature * (1 - 3) + curvature * (first - 3);
  assertClose(byMomentum.adapt(tensor(1), slopeTask), first - 0.1 * velocity, 1e-6);
  // Adam's first step is the rate, whatever the gradient.
  assertClose(maml({ ...slopeOptions, innerOptimizer: (rate) => adam(rate) }).adapt(tensor(1), slopeTask), 1.1, 1e-6);
});

test('an inner loop of adam is differentiated where a gradient is zero', () => {
  const flat = maml({ ...slopeOptions, innerOptimizer: (rate) => adam(rate) });
  const gradient = evaluate(grad((w: Tensor) => flat.objective(w, slopeTask))(tensor(3)));
  assert.ok(Number.isFinite(gradient.data[0]));
});

test('more examples adapt what is adapted further, on all rows', () => {
  const algorithm = maml(slopeOptions);
  const phi = algorithm.adapt(tensor(1), slopeTask);
  const extended = algorithm.extend!(phi, { support: slopeTask.query, known: slopeTask.support });
  const w = moved(1, 0.1);
  assertClose(extended, w - 0.1 * (2 / 3) * (w - 3 + 4 * (w - 3) + (w - 4)), 1e-6);
});

test('a learning rate that is no scalar would be broadcast, and is refused', () => {
  for (const learningRate of [tensor([0.1]), tensor([[0.1], [0.2]]), tensor(1, 'int32')]) {
    const told = { name: 'TypeError', message: `A learning rate must be a float32 scalar, got ${`${learningRate}`.replace('constant ', '')}.` };
    assert.throws(() => maml(slopeOptions).adapt(tensor(1), slopeTask, { learningRate }), told);
    assert.throws(() => metaSgd(slopeOptions).adapt({ params: tensor(1), rates: { '': tensor(0.1) } }, slopeTask, { learningRate }), told);
    assert.throws(() => metaCurvature(slopeOptions).adapt({ params: tensor(1), curvature: { '': {} } }, slopeTask, { learningRate }), told);
    assert.throws(() => maml({ ...slopeOptions, innerOptimizer: () => momentum(() => learningRate) }).adapt(tensor(1), slopeTask), told);
  }
});

test('an inner optimiser gives parameters, and what is made an optimiser gives gradients', () => {
  assert.throws(() => maml({ ...slopeOptions, innerOptimizer: () => scaleByAdam() as never }).adapt(tensor(1), slopeTask), { name: 'TypeError', message: /^The innerOptimizer gives a gradient, not parameters/ });
  assert.throws(() => descend(sgd(0.1) as never, 0.1), { name: 'TypeError', message: /^descend makes an optimizer of a gradient transformation/ });
});
