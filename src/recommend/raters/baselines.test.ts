import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { generatorOf, key, uniformOf } from '../../random/index.js';
import type { Ratings } from '../ratings.js';
import { splitUsers } from '../split-users.js';
import { syntheticRaters } from '../synthetic-raters.js';
import { baselines } from './baselines.js';
import type { JudgedQuestion, RatingQuestion } from './rater.js';

const explicit = syntheticRaters({ users: 200, items: 80, perUser: [12, 20] });
const implicit: Ratings = { ...explicit, rating: explicit.rating.map(() => 1), feedback: 'implicit', scale: { low: 0, high: 1 } };
const splits = splitUsers(explicit, { least: 6 });

/** The middle one of each kind's settings, fitted. */
const fitted = (ratings: Ratings) => Promise.all(baselines({ ratings, splits }).map(({ settings, fit }) => fit(settings[settings.length >> 1])));

/** The first ratings of a user known, the others asked. */
function questionOf({ starts, item, rating }: Ratings, user: number, known: number): JudgedQuestion {
  const [from, middle, to] = [starts[user], starts[user] + known, starts[user + 1]];
  return { known: { user, items: item.slice(from, middle), ratings: rating.slice(from, middle) }, asked: item.slice(middle, to), truth: rating.slice(middle, to) };
}

/** The same data but for what users of validation and test gave after their first ratings. */
function withOtherRatings(ratings: Ratings, known: number): Ratings {
  const draws = generatorOf(key(7));
  const [item, rating] = [ratings.item.slice(), ratings.rating.slice()];
  for (const user of [...splits.validation, ...splits.test]) {
    for (let at = ratings.starts[user] + known; at < ratings.starts[user + 1]; at++) {
      item[at] = Math.floor(uniformOf(draws) * ratings.items.count);
      rating[at] = 1 + Math.floor(5 * uniformOf(draws));
    }
  }
  return { ...ratings, item, rating };
}

for (const ratings of [explicit, implicit]) {
  test(`no rater of ${ratings.feedback} feedback looks at other ratings of the user than those known`, async () => {
    const questions = [...splits.validation, ...splits.test].map((user) => questionOf(ratings, user, 5));
    const changed = await fitted(withOtherRatings(ratings, 5));
    for (const [i, rater] of (await fitted(ratings)).entries()) assert.deepEqual(await changed[i].rate(questions), await rater.rate(questions), rater.name);
  });

  test(`every rater of ${ratings.feedback} feedback gives a finite score to any item of any user`, async () => {
    const raters = await fitted(ratings);
    const anyItem = fc.integer({ min: -2, max: 90 });
    const question = fc.record({
      known: fc.uniqueArray(fc.tuple(anyItem, fc.integer({ min: 1, max: ratings.feedback === 'explicit' ? 5 : 1 })), { maxLength: 30, selector: ([item]) => item }),
      asked: fc.array(anyItem, { maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(question, { maxLength: 3 }), async (drawn) => {
        const questions = drawn.map(({ known, asked }): RatingQuestion => ({ known: { items: Int32Array.from(known, ([item]) => item), ratings: Float32Array.from(known, ([, rating]) => rating) }, asked: Int32Array.from(asked) }));
        for (const rater of raters) {
          const scores = await rater.rate(questions);
          assert.deepEqual(scores.map(({ length }) => length), questions.map(({ asked }) => asked.length));
          for (const score of scores.flatMap((each) => [...each])) assert.ok(Number.isFinite(score) && (!rater.rates || (score >= 1 && score <= 5)), `${rater.name}: ${score}`);
        }
      }),
      { numRuns: 40 },
    );
  });
}

test('every kind has settings to try, at most twelve, all different', () => {
  for (const ratings of [explicit, implicit]) {
    for (const { name, settings } of baselines({ ratings, splits })) {
      assert.ok(settings.length >= 1 && settings.length <= 12, name);
      assert.equal(new Set(settings.map((each) => JSON.stringify(each))).size, settings.length, name);
    }
  }
});

test('whoever knows the user and the items errs less than the mean of all', async () => {
  const questions = [...splits.validation, ...splits.test].map((user) => questionOf(explicit, user, 8));
  const errors = new Map<string, number>();
  for (const rater of (await fitted(explicit)).filter(({ rates }) => rates)) {
    const scores = await rater.rate(questions);
    errors.set(rater.name, questions.flatMap(({ truth }, i) => [...truth].map((each, at) => Math.abs(each - scores[i][at]))).reduce((a, b) => a + b, 0));
  }
  const of = (name: string): number => errors.get(name)!;
  for (const name of ['item mean', 'user mean', 'damped biases', 'item kNN', 'matrix factorisation']) assert.ok(of(name) < of('global mean'), `${name}: ${of(name)} against ${of('global mean')}`);
  assert.ok(of('damped biases') < Math.min(of('item mean'), of('user mean')));
  assert.ok(of('matrix factorisation') < of('damped biases'));
});
