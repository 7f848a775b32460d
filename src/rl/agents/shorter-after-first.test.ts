import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maml } from '../../algorithms/index.js';
import { tensor } from '../../graph/index.js';
import { assertClose } from '../../testing/close.js';
import { moved, slopeOptions, slopeTask } from '../../testing/slope.js';
import { shorterAfterFirst } from './shorter-after-first.js';

test('the first step is as long as said, all later ones a share of it', () => {
  const algorithm = maml({ ...slopeOptions, innerSteps: 3, innerOptimizer: shorterAfterFirst(0.25) });
  const [first, second] = [moved(1, 0.1), moved(moved(1, 0.1), 0.025)];
  assertClose(algorithm.adapt(tensor(1), slopeTask, { steps: 1 }), first, 1e-6);
  assertClose(algorithm.adapt(tensor(1), slopeTask, { steps: 2 }), second, 1e-6);
  assertClose(algorithm.adapt(tensor(1), slopeTask), moved(second, 0.025), 1e-6);
});

test('a share must be a number', () => {
  assert.throws(() => shorterAfterFirst(-1), /share of the first step must be a finite number of at least 0, got -1/);
});
