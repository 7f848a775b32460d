import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndarray, pathsOf, tensor } from '../../graph/index.js';
import { key } from '../../random/index.js';
import { assertClose } from '../../testing/close.js';
import { tensorsOf } from '../../testing/tensors.js';
import { box, discrete } from '../environment/index.js';
import { mlpPolicy } from './index.js';

const seen = tensor(ndarray(Float32Array.from([0.1, -0.2, 0.3, 1, 2, 3]), [2, 3]));

test('a policy for numbers gives means by the network and deviations by a parameter of its own', () => {
  const policy = mlpPolicy(3, box(-1, 1, 2), { hidden: [8], deviation: 0.5 });
  const params = policy.init(key(0));
  assert.ok(pathsOf(params).includes('logDeviation'));
  const said = policy.apply(tensorsOf(params), seen);
  assert.deepEqual(said.shape, [2, 4]);
  assertClose(tensorsOf({ d: params.logDeviation! }).d, [Math.log(0.5), Math.log(0.5)], 1e-6);
});

test('a policy for choices gives a logit for each', () => {
  const policy = mlpPolicy(3, discrete(5), { hidden: [8] });
  const params = policy.init(key(0));
  assert.ok(!pathsOf(params).includes('logDeviation'));
  assert.deepEqual(policy.apply(tensorsOf(params), seen).shape, [2, 5]);
  assert.equal(policy.distribution.name, 'categorical');
});

test('a deviation must be above zero', () => {
  assert.throws(() => mlpPolicy(3, box(-1, 1), { deviation: 0 }), /deviation of a policy must be a finite number above 0, got 0/);
});
