import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linearRaters } from '../../testing/linear-raters.js';
import { believedByAnswers, activeEvidence, compareEvidence, popularEvidence, randomEvidence, type EvidenceStrategy } from './index.js';
import { interview } from './interview.js';

const order = (name: string, ...items: number[]): EvidenceStrategy => ({ name, rank: () => Int32Array.from(items) });
const person = { user: 0, ratings: new Map([[2, 5], [4, 1], [7, 3]]), judged: new Set([3]) };
const others = Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7);

test('an interview asks down the list, what was not seen is a question, and what is judged is never asked', () => {
  assert.deepEqual(interview(order('', 3, 6, 4, 5, 2, 7), person, others, { answers: 2, questions: 0 }), { items: [4, 2], ratings: [1, 5], questions: [2, 4] });
  assert.deepEqual(interview(order('', 3, 6, 4, 5, 2, 7), person, others, { answers: 1, questions: 4 }), { items: [4, 2], ratings: [1, 5], questions: [2, 4] });
});

test('where a list ends, the interview goes on with the others, until all is answered', () => {
  assert.deepEqual(interview(order('', 7, 7, 1), person, others, { answers: 9, questions: 99 }), { items: [7, 2, 4], ratings: [3, 5, 1], questions: [1, 4, 5] });
});

test('a strategy is told each answer and ranks anew', () => {
  const seen: number[][] = [];
  const strategy: EvidenceStrategy = { name: '', rank: ({ user, items, ratings }) => (seen.push([user!, ...items, ...ratings]), Int32Array.of(items.length === 0 ? 4 : 7)) };
  assert.deepEqual(interview(strategy, person, others, { answers: 2, questions: 0 }).items, [4, 7]);
  assert.deepEqual(seen, [[0], [0, 4, 1]]);
});

const { ratings, rater } = linearRaters({ users: 80 });
const users = Array.from({ length: 80 }, (_, user) => user);
const items = Int32Array.from({ length: 60 }, (_, item) => item);
const counts = new Int32Array(60).fill(1);

test('answers to what the active strategy asks tell a Bayesian rater more than those to random questions', async () => {
  const active = activeEvidence(await believedByAnswers(rater, items, ratings.scale));
  const comparison = await compareEvidence(rater, [randomEvidence(60), active], { ratings, users, counts, draws: 2 });
  assert.deepEqual([comparison.users, comparison.reference], [80, 'random']);
  assert.deepEqual(comparison.strategies[1].stages.map(({ after, count }) => `${count} ${after}`), ['3 answers', '5 answers', '10 answers', '10 questions', '20 questions', '50 questions']);
  const [three, five] = comparison.strategies[1].stages;
  assert.deepEqual([three.against!.outcome, five.against!.outcome], ['ahead', 'ahead']);
  assert.ok(three.mae.mean < comparison.untold.mean);
  assert.match(comparison.verdicts[0], /^After 3 answers, active has the least error, 0\.\d+, surely less than every other\.$/);
  assert.ok(comparison.strategies[0].stages.every(({ against }) => against === undefined));
  assert.deepEqual(JSON.parse(JSON.stringify(comparison)), comparison);
});

test('stages count answers and questions: after answers as many of them, after questions as many of these', async () => {
  const { strategies: [{ stages }] } = await compareEvidence(rater, [popularEvidence(counts)], { ratings, users, counts, answers: [2, 6], questions: [1, 30] });
  assert.deepEqual(stages.slice(0, 2).map(({ answers }) => answers.mean), [2, 6]);
  assert.deepEqual(stages.slice(2).map(({ questions }) => questions.mean), [1, 30]);
  // Of 50 items that are not judged, 20 have answers.
  assert.ok(stages[2].answers.mean < 1 && Math.abs(stages[3].answers.mean - 30 * (20 / 50)) < 2);
  assert.ok(stages[1].questions.mean > stages[0].questions.mean && stages[0].questions.mean >= 2);
});

test('the same seed gives the same comparison, and two strategies that ask the same are level', async () => {
  const run = (seed: number) => compareEvidence(rater, [randomEvidence(60), { ...randomEvidence(60), name: 'twin' }], { ratings, users: users.slice(0, 20), counts, seed });
  const comparison = await run(1);
  assert.deepEqual(await run(1), comparison);
  assert.notDeepEqual(await run(2), comparison);
  assert.ok(comparison.strategies[1].stages.every(({ against }) => against!.outcome === 'level' && Math.abs(against!.advantage.mean) === 0));
  assert.match(comparison.verdicts[0], /random has the least error, \d\.\d+, not surely less than twin\.$/);
});

test('what cannot be compared is refused', async () => {
  const given = { ratings, users, counts };
  await assert.rejects(compareEvidence(rater, [], given), /got none/);
  await assert.rejects(compareEvidence(rater, [randomEvidence(60), randomEvidence(60)], given), /names that differ.*got random, random/);
  await assert.rejects(compareEvidence(rater, [randomEvidence(60)], { ...given, answers: [25] }), /until 25 are answered/);
});
