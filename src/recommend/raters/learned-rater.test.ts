import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { conditionalNeuralProcess, maml, onFeatures, r2d2, type Algorithm } from '../../algorithms/index.js';
import type { HostOf, NdArray } from '../../graph/index.js';
import { crossEntropy, fieldsEncoder, mlp, meanSquaredError } from '../../nn/index.js';
import { key } from '../../random/index.js';
import { assertClose } from '../../testing/close.js';
import { adaptTo, releaseAdapted } from '../../training/index.js';
import { ratingTasks, type RatingTasks } from '../rating-tasks.js';
import type { Ratings } from '../ratings.js';
import { syntheticRaters } from '../synthetic-raters.js';
import { ratingsFrom } from '../targets.js';
import { learnedRater, type LearnedRater } from './learned-rater.js';
import type { RatingQuestion } from './rater.js';
import { withoutLearner } from './without-learner.js';

const ratings = syntheticRaters({ users: 120, items: 60, perUser: [12, 20] });
const family = ratingTasks(ratings, { shots: [1, 8], queries: 5, idWidth: 4, attributeWidth: 3 });
const encoder = fieldsEncoder(family.columns.map(({ field }) => field));
const [inputs] = encoder.outputShape;

const algorithms = {
  maml: onFeatures(encoder, maml({ learner: mlp({ inputs, hidden: [8], outputs: 1 }), loss: meanSquaredError, innerSteps: 2, innerLearningRate: 0.1 })),
  'maml with batch statistics': onFeatures(encoder, maml({ learner: mlp({ inputs, hidden: [8], outputs: 1, normalisation: 'batch' }), loss: meanSquaredError, innerSteps: 1, innerLearningRate: 0.1 })),
  cnp: onFeatures(encoder, conditionalNeuralProcess({ inputs, outputs: 1, width: 6, hidden: [8], decoderHidden: [8] })),
  r2d2: onFeatures(encoder, r2d2({ inputs, outputs: 1 })),
} as Record<string, Algorithm<unknown, unknown>>;

const made: LearnedRater[] = [];
const raterOf = (algorithm: Algorithm<unknown, unknown>, of: RatingTasks = family, options = {}): LearnedRater => {
  const rater = learnedRater({ name: 'learned', family: of, algorithm, theta: algorithm.init(key(1)), ...options });
  made.push(rater);
  return rater;
};
after(() => Promise.all([...made.map((rater) => rater.release()), ...Object.values(algorithms).map(releaseAdapted)]));

/** A user's first ratings known, some of the others asked. */
function questionOf(user: number, known: number, asked: number): RatingQuestion {
  const from = ratings.starts[user];
  return { known: { user, items: ratings.item.slice(from, from + known), ratings: ratings.rating.slice(from, from + known) }, asked: ratings.item.slice(from + known, from + known + asked) };
}

for (const [name, algorithm] of Object.entries(algorithms)) {
  test(`${name} answers many questions of any size as adapting to each and predicting does`, async () => {
    const questions = [questionOf(3, 5, 4), questionOf(8, 1, 1), questionOf(11, 8, 3), questionOf(5, 5, 4), questionOf(20, 10, 2), questionOf(21, 2, 10)];
    const answers = await raterOf(algorithm).rate(questions);
    for (const [i, { known, asked }] of questions.entries()) {
      const adapted = await adaptTo({ algorithm, theta: algorithm.init(key(1)) as HostOf<unknown>, support: family.examplesOf(known.user, known.items, known.ratings) });
      const outputs = await adapted.predict(family.examplesOf(known.user, asked, asked).x);
      assertClose([...answers[i]], [...ratingsFrom(family.ratingTarget, outputs as NdArray)], 1e-5);
    }
  });

  test(`${name} gives finite ratings where nothing is known, of items that nobody has, and of items it was never shown`, async () => {
    const questions = [
      { known: { items: new Int32Array(), ratings: new Float32Array() }, asked: Int32Array.of(0, 1, 2) },
      { known: { items: Int32Array.of(500, -1), ratings: Float32Array.of(5, 5) }, asked: Int32Array.of(0, 1, 2) },
      { known: { items: Int32Array.of(500, 4), ratings: Float32Array.of(5, 5) }, asked: Int32Array.of(700, -3, 9) },
      { known: { items: Int32Array.of(4), ratings: Float32Array.of(5) }, asked: Int32Array.of(9) },
      { known: { items: Int32Array.of(4), ratings: Float32Array.of(5) }, asked: new Int32Array() },
    ];
    const [untold, unknown, mixed, without, nothing] = await raterOf(algorithm).rate(questions);
    assert.ok([...untold, ...mixed].every((score) => score >= 1 && score <= 5), `${untold} ${mixed}`);
    assert.deepEqual(unknown, untold);
    assertClose([mixed[0], mixed[1]], [family.statistics.mean, family.statistics.mean]);
    assert.equal(mixed[2], without[0]);
    assert.equal(nothing.length, 0);
  });
}

test('more questions than one call takes are answered in their order', async () => {
  const questions = Array.from({ length: 70 }, (_, user) => questionOf(user, 3, 2));
  const rater = raterOf(algorithms.maml);
  const together = await rater.rate(questions);
  for (const at of [0, 31, 32, 69]) assertClose([...together[at]], [...(await rater.rate([questions[at]]))[0]]);
});

test('steps and learning rate are those given', async () => {
  const [before, rated] = [raterOf(algorithms.maml, family, { steps: 0 }), raterOf(algorithms.maml, family, { steps: 3, learningRate: 0.05 })];
  const { known, asked } = questionOf(4, 6, 5);
  const others = { items: known.items, ratings: known.ratings.map((rating) => 6 - rating) };
  assert.deepEqual(await before.rate([{ known, asked }]), await before.rate([{ known: { ...others, user: 4 }, asked }]));
  const adapted = await adaptTo({ algorithm: algorithms.maml, theta: algorithms.maml.init(key(1)), support: family.examplesOf(4, known.items, known.ratings), steps: 3, learningRate: 0.05 });
  const outputs = (await adapted.predict(family.examplesOf(4, asked, asked).x)) as NdArray;
  assertClose([...(await rated.rate([{ known, asked }]))[0]], [...ratingsFrom(family.ratingTarget, outputs)], 1e-5);
});

test('a rater that was released answers again', async () => {
  const rater = raterOf(algorithms.r2d2);
  const [first] = await rater.rate([questionOf(1, 4, 4)]);
  await rater.release();
  assert.deepEqual((await rater.rate([questionOf(1, 4, 4)]))[0], first);
});

test('what was taken is learned beside drawn items that were not, always the same', async () => {
  const taken: Ratings = { ...ratings, rating: ratings.rating.map(() => 1), feedback: 'implicit', scale: { low: 0, high: 1 } };
  const of = ratingTasks(taken, { shots: [1, 4], queries: 4, negatives: 2, idWidth: 4, attributeWidth: 3 });
  const algorithm = onFeatures(encoder, maml({ learner: mlp({ inputs, hidden: [8], outputs: 2 }), loss: crossEntropy, innerSteps: 3, innerLearningRate: 0.3 })) as Algorithm<unknown, unknown>;
  const rater = raterOf(algorithm, of);
  assert.equal(rater.rates, false);
  const question = { known: { user: 2, items: Int32Array.of(3, 7), ratings: Float32Array.of(1, 1) }, asked: Int32Array.of(0, 3, 7, 30, 500) };
  const [first] = await rater.rate([question]);
  assert.deepEqual((await rater.rate([question]))[0], first);
  const turned = { ...question, known: { ...question.known, items: Int32Array.of(7, 3) } };
  assertClose([...(await rater.rate([turned]))[0]], [...first], 1e-5);
  assert.ok(first.every((score) => score >= 0 && score <= 1));
  assert.equal(first[4], 0);
  // Of examples that are all taken, many steps would say that everything is.
  const [many] = await raterOf(algorithm, of, { steps: 40 }).rate([question]);
  assert.ok(many.subarray(0, 4).every((score) => score < 0.7), `${many}`);
  await releaseAdapted(algorithm);
});

test('what is said without a learner of an item is near the mean of its ratings, of one that there is not the mean of all', () => {
  const scoreOf = withoutLearner(family);
  const { mean } = family.statistics;
  for (const item of [0, 2, 5]) {
    const own = [...family.splits.train].flatMap((user) => [...ratings.rating.slice(ratings.starts[user], ratings.starts[user + 1])].filter((_, at) => ratings.item[ratings.starts[user] + at] === item));
    const damped = (own.reduce((total, rating) => total + rating, 0) + 5 * mean) / (own.length + 5);
    assert.ok(own.length > 10 && Math.abs(scoreOf(item) - damped) < 0.4, `${scoreOf(item)}, and the mean of ${own.length} ratings is ${damped}`);
  }
  assertClose([scoreOf(1000)], [mean]);
});
