import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitUsers, syntheticRaters, type Rater, type RatingQuestion, type Ratings } from '../index.js';
import { itemStatistics } from '../rows/item-statistics.js';
import { evaluateRaters, newUserQuestions, type Evaluation, type MetricName, type QuestionSet } from './index.js';

const ratings = syntheticRaters({ users: 150, items: 60, perUser: [12, 30] });
const { train, test: held } = splitUsers(ratings, { least: 6 });
const { mean, sums, counts } = itemStatistics(ratings, train);
const thought = (item: number): number => mean + sums[item] / (counts[item] + 5);

/** A rater that scores each item by itself. */
const rater = (name: string, score: (item: number, question: RatingQuestion) => number, rates = true): Rater => ({
  name,
  rates,
  rate: (questions) => Promise.resolve(questions.map((question) => Float32Array.from(question.asked, (item) => score(item, question)))),
});
const truthOf = (item: number, { known }: RatingQuestion): number => {
  const place = ratings.item.subarray(0, ratings.starts[known.user! + 1]).indexOf(item, ratings.starts[known.user!]);
  return place < 0 ? 0 : ratings.rating[place];
};
const moodOf = ({ known }: RatingQuestion): number => known.ratings.reduce((total, rating, i) => total + rating - thought(known.items[i]), 0) / (known.items.length + 3);
const globalMean = rater('global mean', () => mean);
const itemMean = rater('item mean', thought);
const biases = rater('biases', (item, question) => thought(item) + moodOf(question));
const popularity = rater('popularity', (item) => counts[item], false);
const lowest = rater('lowest', () => 1);
const seer = rater('seer', truthOf);

const sets = newUserQuestions(ratings, held, { known: [0, 3, 10] });
const meanOf = (evaluation: Evaluation, set: number, name: string, metric: MetricName): number => evaluation.sets[set].raters.find((each) => each.rater === name)!.metrics[metric]!.mean;

test('a rater that knows the truth has no error and the best order; who gives one score to all shares every rank', async () => {
  const evaluation = await evaluateRaters([seer, globalMean], sets, { ratings });
  for (const metric of ['mae', 'rmse'] as const) assert.equal(meanOf(evaluation, 1, 'seer', metric), 0);
  for (const metric of ['ndcg1', 'ndcg3', 'ndcg10', 'hitRate10'] as const) assert.equal(meanOf(evaluation, 1, 'seer', metric), 1);
  const candidates = sets[1].questions.filter(({ truth }) => truth.some((rating) => rating >= 4)).map(({ known }) => 60 - (ratings.starts[known.user! + 1] - ratings.starts[known.user!]) + 1);
  const expected = candidates.reduce((total, count) => total + 10 / count, 0) / candidates.length;
  assert.ok(Math.abs(meanOf(evaluation, 1, 'global mean', 'hitRate10') - expected) < 1e-9);
});

test('metrics are those of each user, then their mean, however often a user is asked', async () => {
  const set = newUserQuestions(ratings, held, { known: [3], draws: 2 })[0];
  const { raters } = (await evaluateRaters([itemMean], [set], { ratings, ranked: 0 })).sets[0];
  const errors = set.questions.map(({ asked, truth }) => asked.reduce((total, item, i) => total + Math.abs(Math.fround(thought(item)) - truth[i]), 0) / asked.length);
  const perUser = Array.from({ length: set.users }, (_, user) => (errors[2 * user] + errors[2 * user + 1]) / 2);
  const average = perUser.reduce((total, error) => total + error, 0) / set.users;
  const deviation = Math.sqrt(perUser.reduce((total, error) => total + (error - average) ** 2, 0) / (set.users - 1));
  const { mae } = raters[0].metrics;
  assert.ok(Math.abs(mae!.mean - average) < 1e-9 && Math.abs(mae!.ci95! - (1.96 * deviation) / Math.sqrt(set.users)) < 1e-9);
  assert.equal(mae!.users, set.users);
});

test('a rater that only ranks has no errors, and without ranked users there is no hit rate', async () => {
  const [{ raters }] = (await evaluateRaters([biases, popularity], sets.slice(1, 2), { ratings })).sets;
  assert.deepEqual(Object.keys(raters[1].metrics), ['ndcg1', 'ndcg3', 'ndcg10', 'hitRate10', 'coverage10']);
  assert.deepEqual(Object.keys(raters[1].against), ['ndcg1', 'ndcg3', 'ndcg10', 'hitRate10']);
  const [{ raters: unranked, ranked }] = (await evaluateRaters([popularity], sets.slice(1, 2), { ratings, ranked: 0 })).sets;
  assert.deepEqual([Object.keys(unranked[0].metrics), ranked], [['ndcg1', 'ndcg3', 'ndcg10'], 0]);
});

test('the verdict names who is better, level and worse than the subject', async () => {
  const raters = [biases, { ...biases, name: 'twin' }, globalMean, lowest, seer];
  const { sets: [{ raters: table, verdicts }] } = await evaluateRaters(raters, sets.slice(2), { ratings, ranked: 0 });
  const outcomes = Object.fromEntries(table.slice(1).map(({ rater: name, against }) => [name, against.mae!.outcome]));
  assert.deepEqual(outcomes, { twin: 'level', 'global mean': 'ahead', lowest: 'ahead', seer: 'behind' });
  const { outcome, sentence } = verdicts.find(({ metric }) => metric === 'mae')!;
  assert.equal(outcome, 'behind');
  assert.match(sentence, /^MAE, 10 known ratings: seer \(0\.000; difference \d\.\d+ ± \d\.\d+\) is better than biases \(\d\.\d+\); biases .* is level with twin .*; biases .* is better than 2 others, the nearest of them global mean/);
});

test('the verdict is ahead where the subject beats all, and of another subject the differences change their sign', async () => {
  const raters = [biases, globalMean];
  const [one, other] = await Promise.all(['biases', 'global mean'].map((subject) => evaluateRaters(raters, sets.slice(2), { ratings, ranked: 0, subject })));
  const find = ({ sets: [{ verdicts }] }: Evaluation): string => verdicts.find(({ metric }) => metric === 'mae')!.outcome;
  assert.deepEqual([find(one), find(other)], ['ahead', 'behind']);
  assert.ok(Math.abs(one.sets[0].raters[1].against.mae!.advantage.mean + other.sets[0].raters[0].against.mae!.advantage.mean) < 1e-12);
});

test('who gains by adaptation is told against the same rater of whom nothing is known', async () => {
  const worse = rater('spoiled', (item, { known }) => thought(item) + known.items.length);
  const { sets: [untold, told] } = await evaluateRaters([biases, itemMean, worse], sets.slice(0, 2), { ratings, ranked: 0 });
  assert.deepEqual(untold.adaptation, [], 'nothing is told, nothing gained');
  const [ofBiases, ofMean, ofWorse] = told.adaptation;
  assert.deepEqual([ofMean.gain.mean, ofMean.gainers, ofMean.losers], [0, 0, 0]);
  assert.ok(ofBiases.gainers > 0 && ofBiases.losers > 0 && ofBiases.gainers + ofBiases.losers <= 1);
  assert.deepEqual([ofWorse.gainers, ofWorse.losers], [0, 1]);
  const { at, values } = ofBiases.quantiles;
  assert.deepEqual([at[0], at.at(-1), at.length], [0, 1, values.length]);
  assert.ok(values.every((value, i) => i === 0 || value >= values[i - 1]));
  const mae = (set: typeof told): number => set.raters[0].metrics.mae!.mean;
  assert.ok(Math.abs(ofBiases.gain.mean - (mae(untold) - mae(told))) < 1e-9, 'all users of 3 known take part with none known');
});

test('coverage is the share of items in the top 10 of somebody', async () => {
  const { sets: [{ raters, ranked }] } = await evaluateRaters([seer, popularity], sets.slice(0, 1), { ratings, ranked: 5 });
  assert.equal(ranked, 5);
  // Nothing is known of anybody: all are shown the same ten.
  assert.deepEqual(raters[1].metrics.coverage10, { mean: 10 / 60, users: 5 });
  assert.ok(raters[0].metrics.coverage10!.mean > 10 / 60);
  assert.equal(raters[0].metrics.hitRate10!.users <= 5, true);
});

test('a set without users has no numbers, and all that there is survives JSON', async () => {
  const nobody: QuestionSet = { name: 'nobody', users: 0, questions: [] };
  const evaluation = await evaluateRaters([biases, popularity], [nobody, ...sets], { ratings, ranked: 5 });
  assert.deepEqual(evaluation.sets[0], { name: 'nobody', questions: 0, users: 0, ranked: 0, raters: [], verdicts: [], adaptation: [] });
  assert.deepEqual(JSON.parse(JSON.stringify(evaluation)), evaluation);
  assert.deepEqual(await evaluateRaters([biases, popularity], [nobody, ...sets], { ratings, ranked: 5 }), evaluation);
});

test('a scale beyond 0 to 10 is judged as it would be on 0 to 10', async () => {
  const times = (factor: number, shift: number): Ratings => ({ ...ratings, rating: ratings.rating.map((rating) => factor * rating + shift), scale: { low: factor + shift, high: 5 * factor + shift } });
  const [wide, below] = await Promise.all([times(20, 0), times(2.5, -8)].map(async (data) => evaluateRaters([itemMean], newUserQuestions(data, held, { known: [3] }), { ratings: data, ranked: 0 })));
  assert.ok(Math.abs(meanOf(wide, 0, 'item mean', 'ndcg3') - meanOf(below, 0, 'item mean', 'ndcg3')) < 1e-9);
  assert.match(wide.notes.join(' '), /brought to 0 to 10/);
});

test('raters that cannot be judged are named', async () => {
  const given = { ratings, ranked: 0 };
  await assert.rejects(evaluateRaters([biases, biases], sets, given), /names, which must differ; got biases, biases/);
  await assert.rejects(evaluateRaters([biases], sets, { ...given, subject: 'maml' }), /subject maml is none of the raters, which are biases/);
  await assert.rejects(evaluateRaters([rater('broken', () => NaN)], sets, given), /The rater broken gave NaN as the score of item \d+, with 0 ratings known/);
  await assert.rejects(evaluateRaters([{ ...biases, rate: () => Promise.resolve([]) }], sets, given), /The rater biases answered 0 of/);
});

test('on a scale of one level beyond 0 to 10 every order is the best', async () => {
  const alike: Ratings = { ...ratings, rating: new Float32Array(ratings.rating.length).fill(50), scale: { low: 50, high: 50, levels: [50] } };
  const evaluation = await evaluateRaters([popularity], newUserQuestions(alike, held, { known: [3] }), { ratings: alike, ranked: 0 });
  for (const metric of ['ndcg1', 'ndcg3', 'ndcg10'] as const) assert.equal(meanOf(evaluation, 0, 'popularity', metric), 1);
});
