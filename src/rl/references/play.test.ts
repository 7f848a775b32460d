import assert from 'node:assert/strict';
import { test } from 'node:test';
import { key } from '../../random/index.js';
import { keysOf, tasksOf } from '../../testing/play.js';
import { box, environment, type EnvironmentFamily } from '../environment/index.js';
import { bernoulliBandit, gaussianBandit, tabularMdp } from '../environments/index.js';
import { play, randomActions, referencesFor } from './index.js';

/** Ends after as many steps as the task says, each rewarded by 1. */
const ending = environment({
  name: 'ending',
  observationSpace: box(0, 100),
  actionSpace: box([-2, 0, -Infinity, -Infinity], [-1, Infinity, 5, Infinity]),
  horizon: 6,
  sampleTask: (random) => ({ steps: 1 + random.integer(9) }),
  reset: () => 0,
  observe: (step) => [step],
  step: (step, _, task) => ({ state: step + 1, reward: 1, terminated: step + 1 === task.steps }),
});

test('the same keys give the same returns, whatever tasks are played beside', async () => {
  for (const family of [bernoulliBandit({ pulls: 20 }), gaussianBandit({ pulls: 20 }), tabularMdp(), ending] as EnvironmentFamily[]) {
    const [tasks, keys] = [tasksOf(family, 1, 4), keysOf(2, 4)];
    for (const reference of referencesFor(family, 2)) {
      const all = await reference.play(family, tasks, keys, 2);
      assert.deepEqual(await reference.play(family, [tasks[2]], [keys[2]], 2), [all[2]], `${reference.name} on ${family.name}`);
    }
  }
});

test('an episode goes to its end or to the horizon, and what comes after counts for nothing', async () => {
  const returns = await randomActions.play(ending, [{ steps: 2 }, { steps: 9 }, { steps: 6 }], keysOf(1, 3), 2);
  assert.deepEqual(returns.map((each) => [...each]), [[2, 2], [6, 6], [6, 6]]);
});

test('a player sees what it did and what came of it, until the end of its episode', async () => {
  const told: number[][] = [];
  let begun = 0;
  await play(ending, [{ steps: 2 }], [key(1)], 2, () => ({
    begin: () => void begun++,
    act: ([step]) => [-1, step, 0, 0],
    learn: ([before], action, reward, [after]) => told.push([before, (action as number[])[1], reward, after]),
  }));
  assert.equal(begun, 2);
  assert.deepEqual(told, [[0, 0, 1, 1], [1, 1, 1, 2], [0, 0, 1, 1], [1, 1, 1, 2]]);
});

test('random actions lie within the bounds there are', async () => {
  const seen: number[][] = [];
  const watching: typeof ending = { ...ending, make: async (tasks) => {
    const made = await ending.make(tasks);
    return { ...made, step: (actions) => (seen.push([...actions]), made.step(actions)) };
  } };
  await randomActions.play(watching, [{ steps: 9 }], [key(3)], 30);
  assert.equal(seen.length, 180);
  const column = (i: number): number[] => seen.map((action) => action[i]);
  assert.ok(column(0).every((value) => value >= -2 && value <= -1) && new Set(column(0)).size > 100);
  assert.ok(column(1).every((value) => value >= 0) && column(2).every((value) => value <= 5));
  assert.ok(column(3).some((value) => value < -1) && column(3).some((value) => value > 1));
});

test('every family has random actions at least, and those that are known by name what fits them', () => {
  const names = (family: EnvironmentFamily, episodes?: number): string[] => referencesFor(family, episodes).map(({ name }) => name);
  assert.deepEqual(names(ending as EnvironmentFamily), ['random']);
  assert.ok(names(bernoulliBandit() as EnvironmentFamily, 2).includes('Gittins'));
  assert.ok(!names(bernoulliBandit() as EnvironmentFamily, 3).includes('Gittins'), 'its table would be too large');
  assert.ok(names(tabularMdp() as EnvironmentFamily).includes('PSRL'));
});

test('keys that are missing and episodes that are none are refused', async () => {
  await assert.rejects(randomActions.play(ending, [{ steps: 2 }], [], 1), /To play 1 tasks takes a key for each, got 0/);
  await assert.rejects(randomActions.play(ending, [{ steps: 2 }], [key(0)], 0), /episodes to play .* got 0/);
});

test('environments are freed, also where a player fails', async () => {
  let closed = 0;
  const freed: typeof ending = { ...ending, make: async (tasks) => ({ ...(await ending.make(tasks)), close: () => void closed++ }) };
  await randomActions.play(freed, [{ steps: 2 }], [key(0)], 1);
  assert.equal(closed, 1);
  const act = (): never => {
    throw new Error('no idea');
  };
  await assert.rejects(play(freed, [{ steps: 2 }], [key(0)], 1, () => ({ act })), /no idea/);
  assert.equal(closed, 2);
});
