import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldsEncoder, mlp, meanSquaredError } from '../../nn/index.js';
import { adam } from '../../optim/index.js';
import { ratingTasks } from '../rating-tasks.js';
import { syntheticRaters } from '../synthetic-raters.js';
import { fineTunedRater, pretrain, pretrainedKinds, pretrainedRater } from './pretrained.js';
import type { JudgedQuestion } from './rater.js';

const ratings = syntheticRaters({ users: 500, items: 60, perUser: [14, 24] });
const family = ratingTasks(ratings, { shots: [1, 8], queries: 8, idWidth: 4, attributeWidth: 4 });
const encoder = fieldsEncoder(family.columns.map(({ field }) => field));
const learner = mlp({ inputs: encoder.outputShape[0], hidden: [16], outputs: 1 });
const pretrained = await pretrain({ family, encoder, learner, loss: meanSquaredError, iterations: 200, optimizer: adam(1e-2), metaBatchSize: 16, validation: { every: 50 } });

const questions = [...family.splits.test].map((user): JudgedQuestion => {
  const [from, to] = [ratings.starts[user], ratings.starts[user + 1]];
  return { known: { user, items: ratings.item.slice(from, from + 8), ratings: ratings.rating.slice(from, from + 8) }, asked: ratings.item.slice(from + 8, to), truth: ratings.rating.slice(from + 8, to) };
});
const errorOf = (scores: readonly Float32Array[]): number => questions.reduce((total, { truth }, i) => total + truth.reduce((sum, each, at) => sum + Math.abs(each - scores[i][at]), 0) / truth.length, 0) / questions.length;

test('pretraining learns what users have in common', async () => {
  const rater = pretrainedRater(pretrained);
  const mean = errorOf(questions.map(({ asked }) => new Float32Array(asked.length).fill(family.statistics.mean)));
  assert.ok(errorOf(await rater.rate(questions)) < 0.92 * mean);
  assert.equal(pretrained.iterations, 200);
  await rater.release();
});

test('as it is, a pretrained network says the same whatever is known; fine-tuned it errs less', async () => {
  const [fixed, tuned] = [pretrainedRater(pretrained), fineTunedRater(pretrained, { steps: 4, learningRate: 0.03 })];
  const untold = questions.map(({ known: { user }, asked }) => ({ known: { user, items: new Int32Array(), ratings: new Float32Array() }, asked }));
  const answers = await fixed.rate(questions);
  (await fixed.rate(untold)).forEach((scores, i) => scores.forEach((score, at) => assert.ok(Math.abs(score - answers[i][at]) < 1e-5)));
  assert.ok(errorOf(await tuned.rate(questions)) < 0.985 * errorOf(answers));
  await Promise.all([fixed.release(), tuned.release()]);
});

test('the network both ways can be tuned within the budget', async () => {
  const kinds = pretrainedKinds(pretrained);
  assert.deepEqual(kinds.map(({ name, settings }) => [name, settings.length]), [['pretrained network', 1], ['fine-tuned network', 12]]);
  const rater = await kinds[1].fit({ steps: 1, learningRate: 0 });
  const fixed = await kinds[0].fit({});
  const [same] = await rater.rate(questions.slice(0, 1));
  const [expected] = await fixed.rate(questions.slice(0, 1));
  same.forEach((score, at) => assert.ok(Math.abs(score - expected[at]) < 1e-5));
  await Promise.all([rater.release?.(), fixed.release?.()]);
});
