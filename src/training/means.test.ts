import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Means } from './means.js';

test('each name has the mean of the values it had', () => {
  const means = new Means();
  means.add({ return0: 1, accepted: 1 });
  means.add({ return0: 2 });
  assert.deepEqual(means.means, { return0: 1.5, accepted: 1 });
  means.clear();
  assert.deepEqual(means.means, {});
  assert.equal(means.sums, undefined, 'a checkpoint of what has no such numbers does not mention them');
});

test('what is no number has no part in a mean', () => {
  const means = new Means();
  for (const divergence of [0.5, NaN, Infinity, 0.25]) means.add({ divergence });
  means.add({ gain: NaN });
  assert.deepEqual(means.means, { divergence: 0.375 });
});

test('sums that went through JSON go on to the same bits', () => {
  const values = [0.1, 0.7, 1 / 3, 1e-9];
  const whole = new Means();
  for (const value of values) whole.add({ value });
  const first = new Means();
  for (const value of values.slice(0, 2)) first.add({ value });
  const second = new Means(JSON.parse(JSON.stringify(first.sums)) as never);
  for (const value of values.slice(2)) second.add({ value });
  assert.deepEqual(second.means, whole.means);
});
