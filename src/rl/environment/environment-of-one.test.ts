import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keysOf, tasksOf } from '../../testing/play.js';
import type { Json } from '../../training/index.js';
import { box, discrete, environment, type Environments, type EnvironmentFamily } from './index.js';

/** Along a line to a goal, left or right by at most 1. */
const line = environment({
  name: 'line',
  observationSpace: box(-Infinity, Infinity, 2),
  actionSpace: box(-1, 1),
  horizon: 5,
  description: { reach: 3 },
  sampleTask: (random) => ({ goal: random.uniform(-3, 3) }),
  reset: () => ({ place: 0, steps: 0 }),
  observe: ({ place, steps }) => [place, steps],
  step(state, [speed], task) {
    const place = state.place + speed;
    return { state: { place, steps: state.steps + 1 }, reward: -Math.abs(place - task.goal), terminated: place === task.goal, truncated: place > 4 };
  },
  titleOf: ({ goal }) => `goal ${goal.toFixed(1)}`,
});

/** Nothing to learn. */
const plain = {
  name: 'plain',
  observationSpace: box(-1, 1),
  actionSpace: discrete(2),
  horizon: 3,
  sampleTask: () => ({}),
  reset: () => 0,
  observe: (state: number): number[] => [state],
  step: (state: number) => ({ state, reward: 0 }),
};

const made = <Task extends Json>(family: EnvironmentFamily<Task>, ...tasks: NoInfer<Task>[]): Environments => family.make(tasks) as Environments;

test('functions of one environment become rows side by side', () => {
  const environments = made(line, { goal: 2 }, { goal: -1 });
  assert.equal(environments.rows, 2);
  assert.deepEqual([...environments.reset(keysOf(0, 2))], [0, 0, 0, 0]);
  const { observations, rewards, terminated } = environments.step(Float32Array.of(0.5, -1));
  assert.deepEqual([...observations], [0.5, 1, -1, 1]);
  assert.deepEqual([...rewards], [-1.5, -0]);
  assert.deepEqual([...terminated], [0, 1]);
});

test('what it says of itself is said by the family, and tasks come from their keys alone', () => {
  assert.deepEqual([line.name, line.horizon, line.description], ['line', 5, { horizon: 5, reach: 3 }]);
  assert.equal(line.titleOf!({ goal: 1.26 }), 'goal 1.3');
  assert.deepEqual(tasksOf(line, 1, 3), tasksOf(line, 1, 3));
  assert.equal(new Set(tasksOf(line, 1, 3).map(({ goal }) => goal)).size, 3);
});

test('actions are clipped to their bounds before the step sees them', () => {
  const environments = made(line, { goal: 0 }, { goal: 0 });
  environments.reset(keysOf(0, 2));
  assert.deepEqual([...environments.step(Float32Array.of(7, -Infinity)).observations], [1, 1, -1, 1]);
});

test('a row that has ended is not stepped on, until it is reset', () => {
  const environments = made(line, { goal: 1 }, { goal: 9 });
  environments.reset(keysOf(0, 2));
  for (let i = 0; i < 3; i++) environments.step(Float32Array.of(1, 1));
  const { observations, terminated } = environments.step(Float32Array.of(1, 1));
  assert.deepEqual([[...observations], [...terminated]], [[1, 1, 4, 4], [1, 0]]);
  assert.deepEqual([...environments.reset(keysOf(1, 1), [0])], [0, 0, 4, 4]);
  const { observations: after, terminated: over, truncated } = environments.step(Float32Array.of(0.5, 1));
  assert.deepEqual([[...after], [...over], [...truncated]], [[0.5, 1, 5, 5], [0, 0], [0, 1]]);
});

test('nor is one that has come to the horizon, past which no function has to know what to do', () => {
  const table = [3, 2, 1];
  const environments = made(environment({ ...plain, step: (state: number) => (assert.ok(state in table), { state: state + 1, reward: table[state] }) }), {}, {});
  environments.reset(keysOf(0, 2));
  for (let i = 0; i < 3; i++) environments.step(Float32Array.of(0, 0));
  environments.reset(keysOf(1, 1), [0]);
  const { observations, rewards } = environments.step(Float32Array.of(0, 0));
  assert.deepEqual([[...observations], [...rewards]], [[1, 3], [3, 1]]);
});

test('a choice is given as its number, and a list of numbers may be kept', () => {
  const kept: unknown[] = [];
  const choosing = environment({ ...plain, actionSpace: discrete(3), step: (state: number, action: number) => (kept.push(action), { state, reward: 0 }) });
  const moving = environment({ ...plain, actionSpace: box(-1, 1, 2), step: (state: number, action: readonly number[]) => (kept.push(action), { state, reward: 0 }) });
  for (const [family, first, second] of [[choosing, [2], [1]], [moving, [0.5, -0.5], [1, 0]]] as const) {
    const environments = made(family, {});
    environments.reset(keysOf(0, 1));
    environments.step(Float32Array.from(first));
    environments.step(Float32Array.from(second));
  }
  assert.deepEqual(kept, [2, 1, [0.5, -0.5], [1, 0]]);
});

test('observations of the wrong length and steps that give nothing are named, with the task and the step', () => {
  const narrow = made(environment({ ...plain, observe: (state: number) => (state === 0 ? [0] : [1, 2]), step: () => ({ state: 1, reward: 0 }), titleOf: () => 'the only one' }), {});
  narrow.reset(keysOf(0, 1));
  assert.throws(() => narrow.step(Float32Array.of(0)), /^EnvironmentError: Environment "plain", task "the only one", step 1: observe gave 2 numbers, but its observationSpace has 1\.$/);

  const forgetful = made(environment({ ...plain, step: (() => undefined) as never }), {});
  forgetful.reset(keysOf(0, 1));
  assert.throws(() => forgetful.step(Float32Array.of(0)), /task \{\}, step 1: step gave undefined, but must give \{ state, reward \}/);

  const blind = made(environment({ ...plain, observe: (() => undefined) as never }), {});
  assert.throws(() => blind.reset(keysOf(0, 1)), /on reset: observe gave no list of numbers, but its observationSpace has 1/);
});

test('functions that give promises are told where these are awaited', () => {
  const late = made(environment({ ...plain, reset: (async () => 0) as never, observe: () => [0] }), {});
  assert.throws(() => late.reset(keysOf(0, 1)), /on reset: reset gave a promise.*is for liveAgent\.$/);
  const slow = made(environment({ ...plain, step: (async () => ({ state: 0, reward: 0 })) as never }), {});
  slow.reset(keysOf(0, 1));
  assert.throws(() => slow.step(Float32Array.of(0)), /step 1: step gave a promise.*is for liveAgent\.$/);
});

test('done, which other libraries end episodes with, is refused and not passed over', () => {
  const habitual = made(environment({ ...plain, step: (state: number) => ({ state, reward: 0, done: true }) }), {});
  habitual.reset(keysOf(0, 1));
  assert.throws(() => habitual.step(Float32Array.of(0)), /step 1: step gave done, which does not tell how an episode ends: give terminated: true/);
});

test('what tells a task is looked at when environment and tasks are made, and not when an oracle is', () => {
  const telling = (tells: unknown) => () => environment({ ...plain, tells: tells as never });
  assert.throws(telling(() => [1]), /^TypeError: Environment "plain" has tells that should be \{ size, of\(task\) \}.*got a function\.$/);
  assert.throws(telling({ of: () => [1] }), /got \{"of":"a function"\}\.$/);
  assert.throws(telling({ size: 0.5, of: () => [1] }), /got \{"size":0\.5/);
  assert.doesNotThrow(telling({ size: 1, of: () => [1] }));
  assert.throws(() => tasksOf(telling({ size: 2, of: () => [1] })(), 1, 1), /^RangeError: plain tells a task in 2 numbers, but gave 1: 1\.$/);
  assert.throws(() => tasksOf(telling({ size: 1, of: () => [undefined] })(), 1, 1), /^RangeError: plain tells the task \{\} in numbers that are not all finite/);
  assert.doesNotThrow(telling(undefined));
});

test('an environment without a horizon is refused', () => {
  assert.throws(() => environment({ ...plain, horizon: undefined as never }), /"plain" needs a horizon.*got undefined/);
});

test('a task that is not JSON is refused, with the part that is not', () => {
  for (const [task, words] of [
    [{ goal: Float32Array.of(1) }, 'task.goal is a Float32Array'],
    [{ goals: [1, { x: NaN }] }, 'task.goals[1].x is NaN'],
    [undefined, 'task is undefined'],
    [{ way: () => 1 }, 'task.way is a function'],
    [new Date(0), 'task is a Date'],
  ] as const) {
    const family = environment({ ...plain, sampleTask: (() => task) as never });
    assert.throws(() => tasksOf(family, 1, 1), (error: Error) => error instanceof TypeError && error.message.endsWith(`but ${words}.`), words);
  }
  assert.deepEqual(tasksOf(environment({ ...plain, sampleTask: () => ({ a: [1, 'b', null, { c: true }], d: undefined }) }), 1, 1), [{ a: [1, 'b', null, { c: true }], d: undefined }]);
});

test('an episode is over for whoever steps whenever it is for the row, also where a step says so by something else than true', () => {
  const walls = [{ at: 1 }];
  const step = (state: number) => ({ state: state + 1, reward: 1, terminated: walls.find(({ at }) => at === state + 1) as never, truncated: (state === 1 ? 256 : 0) as never });
  const environments = made(environment({ ...plain, step }), {});
  environments.reset(keysOf(0, 1));
  const first = environments.step(Float32Array.of(0));
  assert.deepEqual([[...first.terminated], [...first.truncated]], [[1], [0]]);
  const later = made(environment({ ...plain, reset: () => 1, step }), {});
  later.reset(keysOf(0, 1));
  const cut = later.step(Float32Array.of(0));
  assert.deepEqual([[...cut.terminated], [...cut.truncated]], [[0], [1]]);
});

test('a reward that is null is none, and not zero', () => {
  const environments = made(environment({ ...plain, step: (state: number) => ({ state, reward: null as never }) }), {});
  environments.reset(keysOf(0, 1));
  assert.throws(() => environments.step(Float32Array.of(0)), /step 1: step gave \{"state":0,"reward":null\}, but must give \{ state, reward \}/);
});

test('what it says of tasks may stand on the object that says it', () => {
  class Numbered {
    readonly name = 'numbered';
    readonly observationSpace = box(-1, 1);
    readonly actionSpace = discrete(2);
    readonly horizon = 3;
    readonly #word = 'number';
    sampleTask = () => 4;
    reset = () => 0;
    observe = (state: number): number[] => [state];
    step = (state: number) => ({ state, reward: 0 });
    titleOf(task: number) {
      return `${this.#word} ${task}`;
    }
  }
  assert.equal(environment(new Numbered()).titleOf!(4), 'number 4');
});

test('what a function of it throws is told with the task, the step and the place in its file', () => {
  const failing = (): never => {
    throw new TypeError('no such wall');
  };
  const said = (where: string): RegExp => new RegExp(`^EnvironmentError: Environment "plain", task {"goal":3}, ${where} threw TypeError: no such wall \\(.*environment-of-one\\.test\\.[jt]s:\\d+:\\d+\\)$`);
  const started = (parts: Partial<Record<'reset' | 'observe' | 'step', () => never>>): Environments => made(environment({ ...plain, sampleTask: () => ({ goal: 3 }), ...parts }), { goal: 3 });
  assert.throws(() => started({ reset: failing }).reset(keysOf(0, 1)), said('on reset: reset'));
  assert.throws(() => started({ observe: failing }).reset(keysOf(0, 1)), said('on reset: observe'));
  const late = started({ step: failing });
  late.reset(keysOf(0, 1));
  assert.throws(() => late.step(Float32Array.of(1)), (error: Error) => said('step 1: step').test(String(error)) && error.cause instanceof TypeError);
  assert.throws(() => environment({ ...plain, sampleTask: failing }).sampleTask(keysOf(0, 1)[0]), /^Error: Environment "plain": sampleTask threw TypeError: no such wall \(/);
});
