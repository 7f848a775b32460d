import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { key, sampleWithoutReplacement } from '../../random/index.js';
import { linearRaters, noise, traits } from '../../testing/linear-raters.js';
import { variancesSaved } from './belief.js';
import { activeEvidence, afterAnswers, believedByAnswers, believedByUsers, summedVariance, type RatingBelief } from './index.js';

const near = (actual: number, expected: number, tolerance = 1e-9): void => assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} where ${expected} is expected`);
/** A belief of four items, whose covariance is that of random factors. */
const beliefs = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 12, maxLength: 12 }).map((factors): RatingBelief => ({
  items: Int32Array.of(7, 3, 9, 1),
  covariance: Float64Array.from({ length: 16 }, (_, at) => [0, 1, 2].reduce((total, f) => total + factors[3 * Math.floor(at / 4) + f] * factors[3 * (at % 4) + f], 0)),
  noise: 0.5,
}));
const told = (...items: number[]) => ({ items: Int32Array.from(items), ratings: new Float32Array(items.length) });
const world = linearRaters();
const items = Int32Array.from({ length: 60 }, (_, item) => item);
const alike = new Float64Array(60).fill(1);

test('what an answer saves, by hand', () => {
  const belief = { items: Int32Array.of(0, 1), covariance: Float64Array.of(1, 0.5, 0.5, 2), noise: 1 };
  assert.deepEqual([...variancesSaved(belief, [1, 1])], [(1 + 0.25) / 2, (0.25 + 4) / 3]);
  assert.deepEqual([...variancesSaved(belief, [1, 0])], [1 / 2, 0.25 / 3]);
  assert.deepEqual([...afterAnswers(belief, [0]).covariance], [1 - 1 / 2, 0.5 - 0.5 / 2, 0.5 - 0.5 / 2, 2 - 0.25 / 2]);
});

test('an answer saves what the variance then is less, and the order of answers does not matter', () => {
  fc.assert(
    fc.property(beliefs, (belief) => {
      const weights = [1, 2, 0.5, 3];
      variancesSaved(belief, weights).forEach((saved, c) => near(summedVariance(belief, weights) - summedVariance(afterAnswers(belief, [belief.items[c]]), weights), saved));
      const [one, other] = [afterAnswers(belief, [3, 1]), afterAnswers(belief, [1, 3, 999])];
      one.covariance.forEach((value, i) => near(value, other.covariance[i]));
    }),
  );
});

test('of a Bayesian linear rater, what answers change gives the covariance of its belief exactly', async () => {
  const { covariance } = await believedByAnswers(world.rater, items, world.ratings.scale);
  for (let i = 0; i < 60; i++) {
    for (let j = 0; j < 60; j++) {
      const exact = [0, 1, 2].reduce((total, t) => total + world.features[traits * i + t] * world.features[traits * j + t], 0) / noise;
      near(covariance[60 * i + j], exact, 1e-4 * Math.max(1, Math.abs(exact)));
    }
  }
});

test('ratings of a scale with levels are told as levels', async () => {
  const seen = new Set<number>();
  const rater = { ...world.rater, rate: (questions: Parameters<typeof world.rater.rate>[0]) => (questions.forEach(({ known }) => known.ratings.forEach((rating) => seen.add(rating))), world.rater.rate(questions)) };
  await believedByAnswers(rater, items, { low: -2, high: 2, levels: [-2, -1, 0, 1, 2] });
  assert.ok(seen.size > 0 && [...seen].every((rating) => Number.isInteger(rating)));
});

test('how users differ, as a rater sees them, is about how their tastes do', async () => {
  const many = linearRaters({ users: 300 });
  const belief = await believedByUsers(many.rater, items, many.ratings, Array(300).keys(), { told: 27, most: 300 });
  // Beside the noise there is what 27 ratings leave open.
  near(belief.noise, 1.2 * noise, 0.25 * noise);
  const exact = Array.from({ length: 3600 }, (_, at) => [0, 1, 2].reduce((total, t) => total + many.features[traits * Math.floor(at / 60) + t] * many.features[traits * (at % 60) + t], 0));
  const size = Math.sqrt(exact.reduce((total, value) => total + value ** 2, 0));
  const off = Math.sqrt(exact.reduce((total, value, at) => total + (value - belief.covariance[at]) ** 2, 0));
  assert.ok(off < 0.3 * size, `${off} of ${size}`);
  await assert.rejects(believedByUsers(world.rater, items, world.ratings, [3]), /Only 1 users have more than 6 ratings/);
});

test('after five answers to what the active strategy asks, less variance is left than after any five drawn', async () => {
  const belief = await believedByAnswers(world.rater, items, world.ratings.scale);
  const strategy = activeEvidence(belief);
  const asked: number[] = [];
  for (let question = 0; question < 5; question++) asked.push(strategy.rank(told(...asked))[0]);
  const left = summedVariance(afterAnswers(belief, asked), alike);
  for (let draw = 0; draw < 50; draw++) {
    const drawn = summedVariance(afterAnswers(belief, sampleWithoutReplacement(key(draw), 60, 5)), alike);
    assert.ok(left < drawn, `${left} against ${drawn}`);
  }
});

test('what is asked depends on what was answered, in whatever order users come', () => {
  // Items 0 and 1 are the same but for a little; item 2 has to do with neither.
  const belief = { items: Int32Array.of(0, 1, 2), covariance: Float64Array.of(4, 4, 0, 4, 4.1, 0, 0, 0, 2), noise: 0.1 };
  const strategy = activeEvidence(belief);
  assert.deepEqual([...strategy.rank(told())], [1, 0, 2]);
  assert.equal(strategy.rank(told(1))[0], 2);
  assert.deepEqual([...strategy.rank(told())], [1, 0, 2]);
  assert.deepEqual([...strategy.rank(told(1, 2))], [...activeEvidence(belief).rank(told(1, 2))]);
});

test('who cannot answer tells nothing: chances count', () => {
  const belief = { items: Int32Array.of(5, 6), covariance: Float64Array.of(2, 0, 0, 1), noise: 0.1 };
  assert.deepEqual([...activeEvidence(belief).rank(told())], [5, 6]);
  assert.deepEqual([...activeEvidence(belief, { chances: [0.1, 0.9] }).rank(told())], [6, 5]);
  assert.deepEqual([...activeEvidence(belief, { weights: [0.1, 0.9] }).rank(told())], [6, 5]);
  assert.throws(() => activeEvidence(belief, { weights: [1] }), /weights has 1 values where the belief has 2 items/);
});

test('on a scale of one level no answer is a surprise, and none tells anything', async () => {
  const rater = { name: 'all alike', rates: true, rate: async (questions: readonly { readonly asked: Int32Array }[]) => questions.map(({ asked }) => new Float32Array(asked.length).fill(3)) };
  const { covariance } = await believedByAnswers(rater, Int32Array.of(0, 1), { low: 3, high: 3, levels: [3] });
  assert.deepEqual([...covariance], [0, 0, 0, 0]);
});
