import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keysOf } from '../../testing/play.js';
import { randomOf } from '../environment/index.js';
import { armPlayer, type ArmRecord } from './arm-player.js';

const nothing = new Float32Array(1);

test('of arms that score the same each is as likely', () => {
  const pulls = [0, 0, 0, 0];
  for (const own of keysOf(1, 4000)) pulls[armPlayer(4, randomOf(own), () => 0).act(nothing) as number]++;
  for (const count of pulls) assert.ok(Math.abs(count - 1000) < 4 * Math.sqrt(4000 * 0.25 * 0.75), `pulled ${pulls.join(', ')}`);
});

test('the arm that scores highest is pulled, on what each arm gave and the pulls of all', () => {
  let seen: ArmRecord[] = [];
  const player = armPlayer(3, randomOf(keysOf(1, 1)[0]), (record) => (seen.push(record), -record.count + record.sum));
  player.learn!(nothing, 2, 0.5, nothing);
  player.learn!(nothing, 1, 4, nothing);
  player.learn!(nothing, 1, 2, nothing);
  assert.equal(player.act(nothing), 1);
  assert.deepEqual(seen, [{ count: 0, sum: 0, pulled: 3 }, { count: 2, sum: 6, pulled: 3 }, { count: 1, sum: 0.5, pulled: 3 }]);
});
