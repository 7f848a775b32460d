import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { foldIn, key, normal, uniform } from '../../random/index.js';
import { assertClose } from '../../testing/close.js';
import { rolloutOf, type EpisodeParts } from '../../testing/rollouts.js';
import { discountedReturns } from './advantages.js';
import { ridgeWeights } from './least-squares.js';
import { linearBaseline } from './linear-baseline.js';

const rows = (seed: number, count: number, width: number): number[][] => {
  const { data } = normal(key(seed), [count, width]);
  return Array.from({ length: count }, (_, i) => Array.from(data.slice(i * width, (i + 1) * width)));
};

/** An episode whose return-to-go, undiscounted, is `worth` of its observation and step at every step. */
function episodeWorth(seed: number, length: number, worth: (o: readonly number[], step: number) => number, terminated = false): EpisodeParts {
  const observations = rows(seed, length + 1, 2);
  const worths = observations.map(worth);
  return { observations, terminated, rewards: Array.from({ length }, (_, t) => worths[t] - (t + 1 < length ? worths[t + 1] : 0)) };
}

describe('the linear baseline', () => {
  const worth = ([a, b]: readonly number[], step: number): number => 3 * a - b + 0.5 * a * a + 2 * b * b - step + 1e-4 * step ** 2 + 1e-5 * step ** 3 + 7;

  it('finds returns that are linear in its features, for each task its own, and values the last state of what was cut off', () => {
    const tasks = [0, 1].map((task) => Array.from({ length: 4 }, (_, e) => episodeWorth(10 * task + e, 30, (o, step) => (task === 0 ? 1 : -2) * worth(o, step), e === 3)));
    const rollout = rolloutOf(tasks, 30);
    const { values, last } = linearBaseline(rollout, { discount: 1, ridge: 1e-9 });
    assertClose([...values], [...discountedReturns(rollout, 1)], 1e-4);
    const expected = tasks.flatMap((own, task) => own.map(({ observations, terminated }) => (terminated ? 0 : (task === 0 ? 1 : -2) * worth(observations![30], 30))));
    assertClose([...last], expected, 1e-4);
  });

  it('leaves steps that were not taken out of the fit, and at zero', () => {
    const tasks = [[12, 20, 7, 16].map((length, e) => episodeWorth(e, length, worth))];
    const rollout = rolloutOf(tasks, 20);
    const { values } = linearBaseline(rollout, { discount: 1, ridge: 1e-9 });
    assertClose([...values], [...discountedReturns(rollout, 1)], 1e-4);
    for (const [i, value] of values.entries()) if (rollout.mask.data[i] === 0) assert.equal(value, 0);
  });

  it('leaves errors that no feature explains', () => {
    const episodes = Array.from({ length: 5 }, (_, e) => ({ observations: rows(e, 13, 2), rewards: Array.from(uniform(foldIn(key(1), e), [12]).data) }));
    const rollout = rolloutOf([episodes], 12);
    const returns = discountedReturns(rollout, 0.95);
    const { values } = linearBaseline(rollout, { discount: 0.95, ridge: 1e-9 });
    const errors = returns.map((value, i) => value - values[i]);
    const features = [() => 1, (i: number) => i % 12, ...[0, 1].flatMap((k) => [(i: number) => rollout.observations.data[2 * i + k], (i: number) => rollout.observations.data[2 * i + k] ** 2])];
    for (const feature of features) assert.ok(Math.abs(errors.reduce((sum, error, i) => sum + error * feature(i), 0)) < 1e-3);
    assert.ok(errors.some((error) => Math.abs(error) > 0.1));
  });

  it('clips observations to ten either way', () => {
    const episode = (far: number): EpisodeParts => ({ observations: [[far], [1], [-2], [0.5], [far]], rewards: [1, 5, 2, 3] });
    const fit = (far: number) => linearBaseline(rolloutOf([[episode(far), episode(3)]], 4), { discount: 0.9 });
    assert.deepEqual(fit(1e6), fit(10));
    assert.notDeepEqual(fit(9), fit(10));
  });

  it('fits nothing to a task of which no step was taken', () => {
    assert.deepEqual(linearBaseline(rolloutOf([[{ rewards: [] }]], 3), { discount: 0.9 }), { values: new Float32Array(3), last: new Float32Array(1) });
  });

  it('says what is wrong with numbers that are not finite, and with its options', () => {
    assert.throws(() => linearBaseline(rolloutOf([[{ rewards: [1, NaN] }]], 2), { discount: 1 }), /2 rows of 6 features: some of the observations or rewards are not finite/);
    assert.throws(() => linearBaseline(rolloutOf([[{ rewards: [1] }]], 1), { discount: 1, ridge: 0 }), /ridge of a linear baseline must be more than 0, got 0/);
  });
});

describe('the weights of a ridge regression', () => {
  for (const width of [1, 2, 3, 5, 8, 9]) {
    it(`solve the normal equations of ${width} columns and many rows`, () => {
      const count = 300;
      const [x, [y]] = [rows(1, width, count), rows(2, 1, count)];
      const weights = ridgeWeights({ data: Float64Array.from(x.flat()), width, room: count, rows: count }, Float64Array.from(y), 0.5);
      const errors = y.map((value, row) => value - x.reduce((sum, column, i) => sum + weights[i] * column[row], 0));
      // The slope of |X w - y|^2 + ridge |w|^2.
      x.forEach((column, i) => assert.ok(Math.abs(0.5 * weights[i] - column.reduce((sum, value, row) => sum + value * errors[row], 0)) < 1e-9));
    });
  }

  it('raise a ridge that is too small for columns that depend on each other', () => {
    const [column] = rows(1, 1, 10);
    const x = { data: Float64Array.from([...column, ...column, ...column.map((value) => -3 * value)]), width: 3, room: 10, rows: 10 };
    const weights = ridgeWeights(x, Float64Array.from(column), 1e-22);
    assertClose(weights[0] + weights[1] - 3 * weights[2], 1, 1e-6);
  });
});
