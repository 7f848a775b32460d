import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { foldIn, key } from '../../random/index.js';
import { keysOf } from '../../testing/play.js';
import { box, checked, discrete, EnvironmentError, type Environments, type EnvironmentFamily, type Space, type Stepped } from './index.js';

interface Fault {
  readonly actionSpace?: Space;
  readonly horizon?: number;
  readonly rows?: number;
  readonly first?: () => Float32Array;
  readonly stepped?: (step: number, actions: Float32Array) => Partial<Stepped>;
}

/** Two rows of two numbers, in which one thing is wrong. */
function family({ actionSpace = box(-1, 2), horizon = 10, rows, first, stepped }: Fault = {}): EnvironmentFamily<{ id: number }> {
  return {
    name: 'faulty',
    observationSpace: box(-1, 1, 2),
    actionSpace,
    horizon,
    description: {},
    sampleTask: () => ({ id: 0 }),
    titleOf: ({ id }) => `number ${id}`,
    make(tasks) {
      const count = rows ?? tasks.length;
      let step = 0;
      return {
        rows: count,
        reset: () => first?.() ?? new Float32Array(2 * count),
        step: (actions) => ({
          observations: new Float32Array(2 * count),
          rewards: new Float32Array(count),
          terminated: new Uint8Array(count),
          truncated: new Uint8Array(count),
          ...stepped?.(++step, actions),
        }),
      };
    },
  };
}

const watched = (fault: Fault): Environments => checked(family(fault)).make([{ id: 4 }, { id: 7 }]) as Environments;
const begun = (fault: Fault): Environments => {
  const environments = watched(fault);
  environments.reset(keysOf(0, 2));
  return environments;
};
const saying = (words: string) => (error: unknown) => error instanceof EnvironmentError && (assert.equal(error.message, `Environment "faulty", task ${words}`), true);

test('observations that are not finite are named by task, step and place', () => {
  const nan = begun({ stepped: (step) => (step === 3 ? { observations: Float32Array.of(0, 0, 0, NaN) } : {}) });
  nan.step(new Float32Array(2));
  nan.step(new Float32Array(2));
  assert.throws(() => nan.step(new Float32Array(2)), saying('"number 7", step 3: the observation has NaN at place 1: every number must be finite.'));
  assert.throws(() => begun({ first: () => Float32Array.of(-Infinity, 0, 0, 0) }), saying('"number 4", on reset: the observation has -Infinity at place 0: every number must be finite.'));
});

test('rewards that are not finite are named', () => {
  assert.throws(() => begun({ stepped: () => ({ rewards: Float32Array.of(1, Infinity) }) }).step(new Float32Array(2)), saying('"number 7", step 1: the reward is Infinity: it must be a finite number.'));
});

test('arrays of the wrong length are named', () => {
  assert.throws(() => begun({ first: () => new Float32Array(3) }), /the observations of 2 rows are 3 numbers, but 2 a row are 4/);
  assert.throws(() => begun({ stepped: () => ({ observations: new Float32Array(5) }) }).step(new Float32Array(2)), /the observations of 2 rows are 5 numbers/);
  for (const what of ['rewards', 'terminated', 'truncated']) {
    assert.throws(() => begun({ stepped: () => ({ [what]: new Float32Array(1) }) }).step(new Float32Array(2)), new RegExp(`${what} has 1 numbers, but there are 2 rows`));
  }
});

test('actions that are no number or no choice are named', () => {
  assert.throws(() => begun({}).step(Float32Array.of(0, NaN)), saying('"number 7", step 1: the action has NaN at place 0: every number must be finite.'));
  assert.throws(() => begun({ actionSpace: box(-Infinity, 1) }).step(Float32Array.of(-Infinity, 0)), /the action has -Infinity at place 0/);
  assert.throws(() => begun({}).step(new Float32Array(3)), /the actions of 2 rows are 3 numbers, but 1 a row are 2/);
  for (const action of [3, -1, 1.5, NaN]) {
    assert.throws(() => begun({ actionSpace: discrete(3) }).step(Float32Array.of(action, 0)), saying(`"number 4", step 1: the action is ${action}, but must be the number of one of 3 choices: 0 to 2.`));
  }
});

test('actions of a box are clipped to their bounds, and choices are handed on', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true }), { minLength: 2, maxLength: 2 }), (actions) => {
      let given: number[] = [];
      begun({ stepped: (_, clipped) => ((given = [...clipped]), {}) }).step(Float32Array.from(actions));
      assert.deepEqual(given, actions.map((action) => (action < -1 ? -1 : action > 2 ? 2 : action)));
    }),
  );
  let given: number[] = [];
  begun({ actionSpace: discrete(3), stepped: (_, actions) => ((given = [...actions]), {}) }).step(Float32Array.of(2, 0));
  assert.deepEqual(given, [2, 0]);
});

test('what a row gives and is given after its end is not looked at, until it is reset', () => {
  const environments = begun({ stepped: (step) => (step === 1 ? { terminated: Uint8Array.of(1, 0) } : { rewards: Float32Array.of(NaN, 0), observations: Float32Array.of(NaN, 0, 0, 0) }) });
  environments.step(new Float32Array(2));
  for (let i = 0; i < 3; i++) environments.step(Float32Array.of(NaN, 0));
  environments.reset(keysOf(1, 1), [0]);
  assert.throws(() => environments.step(new Float32Array(2)), /task "number 4", step 1: the observation has NaN/);
});

test('nor past the horizon, where a row that has ended waits for others whose trials are longer', () => {
  const exploding = begun({ horizon: 2, stepped: (step) => (step > 2 ? { observations: Float32Array.of(0, Infinity, 0, 0), rewards: Float32Array.of(NaN, 0) } : {}) });
  for (let step = 0; step < 4; step++) exploding.step(new Float32Array(2));
  exploding.reset(keysOf(0, 1), [0]);
  assert.throws(() => exploding.step(new Float32Array(2)), saying('"number 4", step 1: the observation has Infinity at place 1: every number must be finite.'));
});

test('stepping before every row was reset is refused', () => {
  const environments = watched({});
  environments.reset(keysOf(0, 1), [0]);
  assert.throws(() => environments.step(new Float32Array(2)), saying('"number 7", on reset: it was stepped before its first reset: call reset with a key for each row.'));
});

test('resets without a key for each row, or of rows that there are not, are refused', () => {
  assert.throws(() => watched({}).reset([key(0)]), /Resetting 2 rows of environment "faulty" takes as many keys, got 1/);
  assert.throws(() => watched({}).reset([foldIn(key(0), 1)], [2]), /rows 0 to 1, but row 2 was to be reset/);
});

test('a horizon is required, and a row for each task', () => {
  for (const horizon of [0, 2.5, Infinity, NaN, undefined]) assert.throws(() => checked({ ...family(), horizon: horizon as number }), new RegExp(`"faulty" needs a horizon.*got ${horizon}`));
  assert.throws(() => watched({ rows: 3 }), /was asked for 2 tasks but made 3 rows/);
});

test('environments that are made later are watched too, and freed', async () => {
  let closed = 0;
  const made = await checked({ ...family(), make: async (tasks) => ({ ...((await family().make(tasks)) as Environments), close: () => closed++ }) }).make([{ id: 1 }]);
  assert.throws(() => made.step(new Float32Array(1)), /stepped before its first reset/);
  made.close!();
  assert.equal(closed, 1);
});

test('a family that is watched is not watched twice', () => {
  const once = checked(family());
  assert.equal(checked(once), once);
});
