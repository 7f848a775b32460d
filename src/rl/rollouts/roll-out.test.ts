import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndarray, type NdArray } from '../../graph/index.js';
import { foldIn, key } from '../../random/index.js';
import { box, environment } from '../environment/index.js';
import { gaussian } from '../policies/index.js';
import { episodeAt, returnsOf, taskReturns } from './returns.js';
import { rollOut } from './roll-out.js';

/** Counts its steps and ends after as many as the task says; a reward is the number of the step. */
const counting = environment({
  name: 'counting',
  observationSpace: box(0, Infinity, 2),
  actionSpace: box(-1, 1),
  horizon: 4,
  sampleTask: () => ({ ends: 9 }),
  reset: (_, random) => ({ step: 0, luck: random.uniform() }),
  observe: ({ step, luck }) => [step, luck],
  step: ({ step, luck }, _, task: { ends: number }) => ({ state: { step: step + 1, luck }, reward: step + 1, terminated: step + 1 === task.ends }),
});

const distribution = gaussian(1);
const tasks = [{ ends: 2 }, { ends: 9 }];
const still = async (observations: NdArray) => ndarray(new Float32Array((observations.data.length / 2) * 2), [2, observations.shape[1], 2]);

async function play(seed = 1, episodes = 3) {
  const environments = await counting.make(tasks.flatMap((task) => new Array<typeof task>(episodes).fill(task)));
  return rollOut({ family: counting, environments, distribution, act: still, keys: [foldIn(key(seed), 0), foldIn(key(seed), 1)], episodes });
}

test('episodes are padded from where they ended, and say whether that was of their own', async () => {
  const rollout = await play();
  assert.deepEqual([...rollout.mask.data.subarray(0, 4)], [1, 1, 0, 0]);
  assert.deepEqual([...rollout.mask.data.subarray(12, 16)], [1, 1, 1, 1]);
  assert.deepEqual([...rollout.terminated.data], [1, 1, 1, 0, 0, 0]);
  assert.deepEqual([...returnsOf(rollout)], [3, 3, 3, 10, 10, 10]);
  assert.deepEqual([...taskReturns(rollout)], [3, 10]);
  assert.deepEqual(rollout.observations.shape, [2, 3, 4, 2]);
  assert.equal(rollout.last.data[0], 2);
  assert.equal(rollout.last.data[2 * 3], 4);
});

test('an episode of a rollout is what was seen, done and earned, as far as it went', async () => {
  const rollout = await play();
  const { steps, observations, actions, rewards } = episodeAt(rollout, 0, 1);
  assert.equal(steps, 2);
  assert.deepEqual([...observations].filter((_, i) => i % 2 === 0), [0, 1, 2]);
  assert.equal(actions.length, 2);
  assert.deepEqual([...rewards], [1, 2]);
});

test('an episode depends on its own key only, not on what is played beside it', async () => {
  const [three, one] = [await play(1, 3), await play(1, 1)];
  assert.deepEqual(episodeAt(three, 1, 0), episodeAt(one, 1, 0));
  assert.notDeepEqual(episodeAt(three, 1, 0).actions, episodeAt(three, 1, 1).actions);
  assert.notDeepEqual((await play(2)).actions.data, three.actions.data);
  assert.deepEqual((await play(1)).actions.data, three.actions.data);
});

test('actions are kept as they were drawn, with what they were drawn from', async () => {
  const environments = await counting.make([{ ends: 9 }]);
  const act = async (): Promise<NdArray> => ndarray(Float32Array.of(5, Math.log(1e-6)), [1, 1, 2]);
  const rollout = await rollOut({ family: counting, environments, distribution, act, keys: [key(0)], episodes: 1 });
  for (const action of rollout.actions.data) assert.ok(Math.abs(action - 5) < 1e-4, 'not clipped to 1');
  assert.equal(rollout.behaviour.data[0], 5);
});
