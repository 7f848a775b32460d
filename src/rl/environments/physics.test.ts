import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keysOf } from '../../testing/play.js';
import { variedPhysics } from './physics.js';

const quantities = { mass: { range: [1, 3], above: 0 }, length: { range: 2, above: 0 }, sign: { range: { among: [-1, 1] } } } as const;

test('what varies is told, scaled to [-1, 1], and titled; what does not is left out', () => {
  const { tells, titleOf } = variedPhysics(quantities, {});
  assert.equal(tells!.size, 2);
  assert.deepEqual(tells!.of({ mass: 1, length: 2, sign: -1 }), [-1, -1]);
  assert.deepEqual(tells!.of({ mass: 2, length: 2, sign: 1 }), [0, 1]);
  assert.equal(titleOf!({ mass: 2.34567, length: 2, sign: -1 }), 'mass 2.35, sign -1');
});

test('where nothing varies, nothing is told', () => {
  const { tells, sampleTask } = variedPhysics(quantities, { mass: 2, sign: { among: [1] } });
  assert.equal(tells, undefined);
  assert.deepEqual(sampleTask(keysOf(1, 1)[0]), { mass: 2, length: 2, sign: 1 });
});

test('fixing one quantity leaves the draws of the others', () => {
  const [own] = keysOf(1, 1);
  const both = variedPhysics(quantities, { length: [1, 2] }).sampleTask(own);
  const one = variedPhysics(quantities, { length: [1, 2], mass: 2 }).sampleTask(own);
  assert.deepEqual([one.length, one.sign, one.mass], [both.length, both.sign, 2]);
});
