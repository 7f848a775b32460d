import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldIn, key, normal, type Key } from '../../../random/index.js';
import { EnvironmentError, type Environments } from '../../environment/index.js';
import { ant } from './ant.js';
import { halfCheetah } from './half-cheetah.js';
import { noisyStart, observed, runners, type Robot } from './runners.js';

const make = (robot: Robot, rows: number): Promise<Environments> =>
  runners({ name: 'running', titleOf: (task) => `task ${task}` }, robot, Array.from({ length: rows }, (_, row) => row), (_, { velocity, effort }) => velocity - 0.1 * effort);
const keysOf = (rows: number, seed = 1): Key[] => Array.from({ length: rows }, (_, row) => foldIn(key(seed), row));

/** Actions (rows, A) of a step, those of a row fixed by its number. */
function actionsOf(robot: Robot, rows: readonly number[], step: number): Float32Array {
  return Float32Array.from(rows.flatMap((row) => [...normal(foldIn(foldIn(key(7), row), step), [robot.motors]).data]));
}

/** Observations and rewards of each row over some steps. */
function played(robot: Robot, environments: Environments, rows: readonly number[], steps = 40): number[][] {
  const width = observed(robot);
  const trace = rows.map((): number[] => []);
  const first = environments.reset(rows.map((row) => foldIn(key(1), row)));
  rows.forEach((_, i) => trace[i].push(...first.slice(i * width, (i + 1) * width)));
  for (let step = 0; step < steps; step++) {
    const { observations, rewards, terminated } = environments.step(actionsOf(robot, rows, step));
    rows.forEach((_, i) => trace[i].push(...observations.slice(i * width, (i + 1) * width), rewards[i], terminated[i]));
  }
  return trace;
}

test('a row is the same bits again with its key, alone or beside others, at whatever place', async () => {
  for (const robot of [halfCheetah, ant]) {
    const together = played(robot, await make(robot, 4), [0, 1, 2, 3]);
    assert.deepEqual(played(robot, await make(robot, 4), [0, 1, 2, 3]), together);
    assert.deepEqual(played(robot, await make(robot, 1), [2]), [together[2]]);
    assert.deepEqual(played(robot, await make(robot, 2), [3, 0]), [together[3], together[0]]);
    assert.notDeepEqual(together[0], together[1]);
  }
});

test('environments that take turns do not disturb each other, also where another model is made between', async () => {
  const alone = played(halfCheetah, await make(halfCheetah, 1), [0], 6)[0];
  const [first, second] = [await make(halfCheetah, 1), await make(halfCheetah, 1)];
  const turns = [...first.reset([foldIn(key(1), 0)])];
  second.reset([key(99)]);
  for (let step = 0; step < 6; step++) {
    second.step(actionsOf(halfCheetah, [1], step));
    // A model of its own each time: the memory of WebAssembly grows.
    await make({ ...halfCheetah, model: halfCheetah.model.replace('"1M"', `"${8 + step}M"`) }, 1);
    const { observations, rewards, terminated } = first.step(actionsOf(halfCheetah, [0], step));
    turns.push(...observations, rewards[0], terminated[0]);
  }
  assert.deepEqual(turns, alone);
});

test('episodes begin with the noise of Gymnasium: positions uniform within 0.1, velocities normal with 0.1', async () => {
  const rows = 500;
  const observations = (await make(halfCheetah, rows)).reset(keysOf(rows));
  const column = (i: number): number[] => Array.from({ length: rows }, (_, row) => observations[row * 17 + i]);
  const deviation = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
  for (let i = 0; i < 8; i++) {
    assert.ok(column(i).every((value) => Math.abs(value) <= 0.1));
    assert.ok(Math.abs(deviation(column(i)) - 0.1 / Math.sqrt(3)) < 0.006, `position ${i}`);
  }
  for (let i = 8; i < 17; i++) assert.ok(Math.abs(deviation(column(i)) - 0.1) < 0.013, `velocity ${i}`);
});

test('a reset of some rows leaves the others where they are', async () => {
  const environments = await make(halfCheetah, 3);
  environments.reset(keysOf(3));
  const before = [...environments.step(new Float32Array(18)).observations];
  const after = [...environments.reset([foldIn(key(1), 1)], [1])];
  const begun = [...environments.reset(keysOf(3))];
  assert.deepEqual([after.slice(0, 17), after.slice(34)], [before.slice(0, 17), before.slice(34)]);
  assert.deepEqual(after.slice(17, 34), begun.slice(17, 34));
});

test('actions beyond their bounds are clipped to them, and cost what those cost', async () => {
  const outcome = async (action: number): Promise<number[]> => {
    const environments = await make(halfCheetah, 1);
    environments.reset([key(3)]);
    const { observations, rewards } = environments.step(new Float32Array(6).fill(action));
    return [...observations, rewards[0]];
  };
  assert.deepEqual(await outcome(5), await outcome(1));
  assert.deepEqual(await outcome(-Infinity), await outcome(-1));
  assert.notDeepEqual(await outcome(0.5), await outcome(1));
});

test('an action that is not a number is an error that names environment, task, row and step', async () => {
  const environments = await make(halfCheetah, 2);
  environments.reset(keysOf(2));
  environments.step(new Float32Array(12));
  const actions = new Float32Array(12);
  actions[8] = NaN;
  assert.throws(() => environments.step(actions), (error: Error) => {
    assert.ok(error instanceof EnvironmentError);
    assert.equal(error.message, 'Environment "running", task "task 1", step 2: row 1 has an action that is not a number, at place 2.');
    return true;
  });
});

test('a simulation that flies apart is an error that names environment, task, row and step, not a new beginning', async () => {
  let begun = 0;
  const begin: Robot['begin'] = (random, positions, velocities) => {
    noisyStart(random, positions, velocities);
    if (begun++ === 1) velocities[3] = 1e9;
  };
  const environments = await make({ ...halfCheetah, begin }, 2);
  environments.reset(keysOf(2));
  assert.throws(() => environments.step(new Float32Array(12)), /Environment "running", task "task 1", step 1: row 1 flew apart: a position, velocity or acceleration .* beyond 1e10 or not a number/);
  // What one row did to the simulation does not touch the next episode.
  environments.reset(keysOf(2));
  assert.ok(environments.step(new Float32Array(12)).observations.every(Number.isFinite));
});

test('a row that is stepped before its first reset, too few keys, no such row and too few actions are errors', async () => {
  const environments = await make(halfCheetah, 2);
  assert.throws(() => environments.step(new Float32Array(12)), /Environment "running", task "task 0", on reset: row 0 was stepped before its first reset/);
  assert.throws(() => environments.reset([key(1)]), /takes as many keys, got 1/);
  assert.throws(() => environments.reset([key(1)], [2]), /no row 2/);
  environments.reset(keysOf(2));
  assert.throws(() => environments.step(new Float32Array(6)), /12 numbers, got 6/);
});

test('a row that has fallen has terminated and rests, while the others go on', async () => {
  let begun = 0;
  const low: Robot = { ...ant, begin: (_, positions) => void (begun++ === 0 && (positions[2] = 3)) };
  const environments = await make(low, 2);
  environments.reset(keysOf(2));
  const { observations, terminated, rewards } = environments.step(new Float32Array(16));
  assert.deepEqual([...terminated], [1, 0]);
  const fallen = observations.slice(0, 27);
  const standing = observations.slice(27);
  environments.step(new Float32Array(16));
  assert.deepEqual([...terminated], [1, 0]);
  assert.deepEqual(observations.slice(0, 27), fallen);
  assert.equal(rewards[0], 0);
  assert.notDeepEqual(observations.slice(27), standing);
});
