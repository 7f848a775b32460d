import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../testing/close.js';
import type { Episode } from './environment.js';
import { rewardScene } from './reward-scene.js';

const episode = (...rewards: number[]): Episode => ({ steps: rewards.length, rewards: Float32Array.from(rewards), observations: new Float32Array(rewards.length + 1), actions: new Float32Array(rewards.length) });
const lineOf = (shapes: ReturnType<typeof rewardScene>['frames'][number]) => {
  const [line] = shapes;
  assert.ok(line.kind === 'line');
  return line.points;
};

test('rewards are added up to a line that grows by one point a picture', () => {
  const { frames, still } = rewardScene(episode(1, 1, -3, 2));
  // Sums 0, 1, 2, -1, 1 between -1 and 2.
  assertClose(lineOf(frames[4]).flat(), [0, 1 / 3, 0.4, 2 / 3, 0.8, 1, 1.2, 0, 1.6, 2 / 3]);
  assert.deepEqual(frames.map((shapes) => lineOf(shapes).length), [1, 2, 3, 4, 5]);
  assert.deepEqual(still.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : [])), ['-1', '2']);
});

test('episodes without rewards, and without steps, are drawn without a NaN', () => {
  for (const { frames } of [rewardScene(episode(0, 0)), rewardScene(episode())]) assert.ok(frames.every((shapes) => lineOf(shapes).flat().every(Number.isFinite)));
  assert.equal(rewardScene(episode()).frames.length, 1);
});

test('long episodes are thinned out, their ends kept', () => {
  const { frames } = rewardScene(episode(...new Array<number>(1000).fill(0.5)));
  assert.equal(frames.length, 1001);
  const last = lineOf(frames[1000]);
  assert.equal(last.length, 101);
  assertClose([...last[0], ...last[100]], [0, 0, 1.6, 1]);
});
