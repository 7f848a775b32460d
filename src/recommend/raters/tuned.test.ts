import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JudgedQuestion, Rater } from './rater.js';
import { raterKind, tuned, type Measure } from './tuned.js';

const question: JudgedQuestion = { known: { items: new Int32Array(), ratings: new Float32Array() }, asked: Int32Array.of(0), truth: Float32Array.of(3) };
const error: Measure = { name: 'error', better: 'low', of: ([{ truth }], [scores]) => Math.abs(scores[0] - truth[0]) };
const merit: Measure = { name: 'merit', better: 'high', of: (_, [scores]) => scores[0] };

/** Raters that give everything the rating of their settings, and a list of what was fitted and released. */
function constants(...ratings: number[]) {
  const events: string[] = [];
  const kind = raterKind('constant', ratings.map((rating) => ({ rating })), ({ rating }): Rater => {
    events.push(`fit ${rating}`);
    return { name: 'constant', rates: true, rate: async (questions) => questions.map(({ asked }) => new Float32Array(asked.length).fill(rating)), release: async () => void events.push(`release ${rating}`) };
  });
  return { kind, events };
}

test('the setting of the least error is kept, each is fitted once, and the others are released', async () => {
  const { kind, events } = constants(5, 2.5, 1);
  const progress: string[] = [];
  const { rater, settings, tried } = await tuned(kind, [question], error, { onProgress: (done, total) => progress.push(`${done}/${total}`) });
  assert.deepEqual(settings, { rating: 2.5 });
  assert.equal((await rater.rate([question]))[0][0], 2.5);
  assert.deepEqual(events, ['fit 5', 'fit 2.5', 'release 5', 'fit 1', 'release 1']);
  assert.deepEqual(tried.map(({ settings: each, value }) => [each.rating, value]), [[5, 2], [2.5, 0.5], [1, 2]]);
  assert.ok(tried.every(({ seconds }) => seconds >= 0));
  assert.deepEqual(progress, ['1/3', '2/3', '3/3']);
});

test('where more is better the most is kept, and of equals the first', async () => {
  assert.deepEqual((await tuned(constants(1, 4, 2).kind, [question], merit)).settings, { rating: 4 });
  assert.deepEqual((await tuned(constants(2, 4).kind, [question], error)).settings, { rating: 2 });
});

test('a value that is no number is never the best', async () => {
  assert.deepEqual((await tuned(constants(NaN, 1).kind, [question], error)).settings, { rating: 1 });
  await assert.rejects(tuned(constants(NaN).kind, [question], error), /No setting of constant gives a number as error on 1 validation questions: NaN/);
});

test('without a question nothing is fitted', async () => {
  const { kind, events } = constants(1, 2);
  await assert.rejects(tuned(kind, [], error), /constant is tuned on validation questions, and there is none/);
  assert.deepEqual(events, []);
});

test('an abort is heard between two fits, and what was fitted is released', async () => {
  const { kind, events } = constants(1, 2, 3);
  const controller = new AbortController();
  await assert.rejects(tuned(kind, [question], error, { signal: controller.signal, onProgress: (done) => done === 2 && controller.abort(new Error('enough')) }), /enough/);
  assert.deepEqual(events, ['fit 1', 'fit 2', 'release 1', 'release 2']);
});

test('a kind has from one to twelve settings', () => {
  assert.throws(() => constants(), /constant has 0 settings to try/);
  assert.throws(() => constants(...Array(13).keys()), /constant has 13 settings to try: give at least 1 and at most 12/);
});
