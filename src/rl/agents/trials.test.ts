import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, broadcastTo, ndarray, squeeze, type HostOf, type Tensor } from '../../graph/index.js';
import { foldIn, key } from '../../random/index.js';
import { countedFamily } from '../../testing/counted-family.js';
import { box } from '../environment/index.js';
import { categorical } from '../policies/index.js';
import { memoryActor } from './memory-actor.js';
import { sensesFor } from './senses.js';
import type { Trials } from './trial-record.js';

const environment = countedFamily(3);
const senses = sensesFor(environment);
const tasks = [1, 3, 2].map((steps, i) => ({ task: { steps }, key: foldIn(key(4), i) }));

/** Its memory counts the steps of a trial, and its values say the count. Actions are as likely as each other. */
async function counting(trials = 2, own = tasks) {
  let played!: Trials;
  const actor = memoryActor<Tensor, Tensor>({
    environment,
    distribution: categorical(3),
    senses,
    episodes: 3,
    trials,
    like: ndarray(1, []) as HostOf<Tensor>,
    memory: 1,
    step: (one, told, memory) => ({ parameters: broadcastTo(0, [told.shape[0], 3]), values: squeeze(memory, 1), memory: add(memory, one) }),
    dataOf(given) {
      played = given;
      return given.told as HostOf<Tensor>;
    },
  });
  const collected = await actor.collect(Float32Array.of(1), own);
  return { actor, played, collected };
}

test('memory is kept through the episodes of a trial, and begins anew with each trial', async () => {
  const { actor, played } = await counting();
  const counts = (row: number) => [...played.values.subarray(row * 9, row * 9 + 9)];
  assert.deepEqual(counts(0), [0, 1, 2, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual(counts(2), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual(counts(5), [0, 1, 2, 3, 4, 5, 0, 0, 0]);
  await actor.collect(Float32Array.of(1), tasks);
  assert.deepEqual(counts(2), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  await actor.release();
});

test('episodes that end before the horizon are followed at once, and what is left of a trial is padding', async () => {
  const { actor, played } = await counting();
  const { mask, terminated, observations } = played.rollout;
  assert.deepEqual([mask.shape, observations.shape, terminated.shape], [[3, 2, 9], [3, 2, 9, 1], [3, 2]]);
  const taken = (row: number) => [...mask.data.slice(row * 9, row * 9 + 9)].filter((one) => one === 1).length;
  assert.deepEqual([0, 1, 2, 3, 4, 5].map(taken), [3, 3, 9, 9, 6, 6]);
  assert.deepEqual([...observations.data.slice(36, 42)], [0, 1, 0, 1, 0, 1]);
  assert.deepEqual(played.lengths.map((own) => [...own]), [[1, 1, 3, 3, 2, 2], [1, 1, 3, 3, 2, 2], [1, 1, 3, 3, 2, 2]]);
  await actor.release();
});

test('told is what was seen, done and earned before, and where an episode begins', async () => {
  const { actor, played } = await counting();
  const { actions, rewards } = played.rollout;
  const at = (row: number, step: number) => [...played.told.data.slice((row * 9 + step) * 7, (row * 9 + step + 1) * 7)];
  assert.deepEqual(at(2, 0), [0, 0, 0, 0, 0, 0, 1]);
  for (let step = 1; step < 9; step++) {
    const before = actions.data[2 * 9 + step - 1];
    assert.equal(rewards.data[2 * 9 + step - 1], before);
    assert.deepEqual(at(2, step), [step % 3, (step - 1) % 3, ...[0, 1, 2].map((choice) => (choice === before ? 1 : 0)), before, step % 3 === 0 ? 1 : 0]);
  }
  assert.deepEqual(at(0, 3), [0, 0, 0, 0, 0, 0, 0]);
  await actor.release();
});

test('returns are those of the first, second, ... episode of a task, and recorded episodes add up to them', async () => {
  const { actor, played, collected } = await counting();
  assert.deepEqual(collected.returns.map(({ length }) => length), [3, 3, 3]);
  assert.equal(collected.returns[1][2], (played.returns[1][4] + played.returns[1][5]) / 2);
  const adaptations = await actor.adapt(Float32Array.of(1), tasks, 4);
  adaptations.forEach(({ returns, episodes }, task) => {
    assert.deepEqual([returns.length, episodes.length], [4, 4]);
    episodes.forEach(({ steps, observations, rewards, actions }, round) => {
      assert.equal(steps, tasks[task].task.steps);
      assert.deepEqual([...observations], Array.from({ length: steps + 1 }, (_, i) => i));
      assert.deepEqual(rewards, actions);
      assert.equal(rewards.reduce((total, reward) => total + reward, 0), returns[round][0]);
    });
  });
  // The first three episodes of a longer trial are the same.
  assert.deepEqual(adaptations[2].returns.slice(0, 3).map((own) => [...own]), played.returns.map((own) => [...own.slice(4, 6)]));
  await actor.release();
});

test('what a task is does not depend on which tasks are beside it', async () => {
  const [whole, alone] = [await counting(), await counting(2, tasks.slice(1, 2))];
  assert.deepEqual(alone.played.told.data, whole.played.told.data.slice(2 * 9 * 7, 4 * 9 * 7));
  await Promise.all([whole.actor.release(), alone.actor.release()]);
});

test('actions that are numbers are told as they were drawn, in units of half their range from its middle', () => {
  const of = sensesFor({ observationSpace: box(-1, 1, 2), actionSpace: box([10, -Infinity], [14, 1]) });
  const told = new Float32Array(2 * of.size);
  of.feel(told, 1, Float32Array.of(0, 0, 15, -2), 3);
  of.see(told, 1, Float32Array.of(0, 0, 0.125, 1), true);
  of.see(told, 1, Float32Array.of(0, 0, 0.25, 0.75), false);
  assert.deepEqual([...told.slice(8)], [0.25, 0.75, 0.125, 1, 1.5, -2, 3, 0]);
});
