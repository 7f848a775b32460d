import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, ndarray, pathsOf, tensor, type NdArray } from '../../graph/index.js';
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

test('numbers are counted in units of half their range, from its middle', () => {
  const [narrow, unit, free] = [box([0, -Infinity], [0.2, 5]), box(-1, 1, 2), box(-Infinity, Infinity, 2)].map((space) => mlpPolicy(3, space, { hidden: [8], deviation: 0.5 }));
  const params = tensorsOf(unit.init(key(0)));
  const [said, plain, same] = [narrow, unit, free].map((policy) => (evaluate(policy.apply(params, seen)) as NdArray).data);
  assertClose([...said.slice(0, 4)], [0.1 + 0.1 * plain[0], plain[1], Math.log(0.05), Math.log(0.5)], 1e-5);
  assert.deepEqual(same, plain);
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
