import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tensor, type Tensor } from '../graph/index.js';
import { assertClose } from '../testing/close.js';
import { sgd } from '../optim/index.js';
import { curvature, slopeOptions, slopeTask } from '../testing/slope.js';
import { anil } from './anil.js';
import { maml } from './maml.js';
import { metaSgd } from './meta-sgd.js';
import { reptile } from './reptile.js';

const algorithm = maml({ ...slopeOptions, innerSteps: 2 });
/** Of which the best slope is -1, at the same curvature. */
const other = { x: tensor([[1], [2]]), y: tensor([[-1], [-2]]) };
const w = tensor(1);

test('where each inner step has a support set of its own, it goes down that one', () => {
  const rate = 0.1 * curvature;
  const first = 1 - rate * (1 - 3);
  assertClose(algorithm.adapt(w, { support: slopeTask.support, later: [other] }), first - rate * (first + 1), 1e-6);
  assertClose(algorithm.adapt(w, { support: slopeTask.support, later: [slopeTask.support] }), algorithm.adapt(w, slopeTask), 1e-9);
});

test('a step beyond the support sets there are is an error in words', () => {
  assert.throws(() => algorithm.adapt(w, { support: slopeTask.support, later: [] }), /Inner step 2 has no support set: each step has its own here, and there are 1/);
});

test('learned rates and predicates share that loop', () => {
  const rates = metaSgd({ ...slopeOptions, innerSteps: 2 });
  const given = { support: slopeTask.support, later: [other] };
  assertClose(rates.adapt({ params: w, rates: { '': tensor(0.1) } }, given), algorithm.adapt(w, given), 1e-6);
  const head = anil<Tensor>({ ...slopeOptions, innerSteps: 2, head: () => true });
  assertClose(head.adapt(w, given), algorithm.adapt(w, given), 1e-6);
});

test('so does that of Reptile, which takes mini-batches of each', () => {
  const given = { support: slopeTask.support, later: [other] };
  for (const innerBatch of [undefined, 2]) {
    const byGradient = reptile({ ...slopeOptions, innerSteps: 2, innerBatch, innerOptimizer: (rate) => sgd(rate) });
    assertClose(byGradient.adapt(w, given), algorithm.adapt(w, given), 1e-6);
  }
  assert.throws(() => reptile({ ...slopeOptions, innerSteps: 3 }).adapt(w, given), /Inner step 3 has no support set/);
});
