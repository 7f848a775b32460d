import { onFeatures } from '../algorithms/index.js';
import { compile } from '../compile/index.js';
import { mean } from '../graph/index.js';
import { fieldsEncoder, type Encoder, type FieldsParams } from '../nn/index.js';
import { adam } from '../optim/index.js';
import { foldIn, key, sampleWithoutReplacement } from '../random/index.js';
import { ratingsFrom, ratingTasks, type RatingTasks, type RatingTasksOptions, type Ratings } from '../recommend/index.js';
import { stackTasks, type HostTask, type Task } from '../tasks/index.js';
import { metaTrain } from '../training/index.js';
import { vmap } from '../transform/index.js';
import type { AnyAlgorithm } from './gradient-family.js';
import { asTaken, handRatings } from './hand-ratings.js';

/** Algorithms on small made-up raters. */

const items = 30;

/** Users are of two tastes: one likes the genre that the other does not. An item is worth one more or one less than others, or neither; a rating is 3, and both. */
export const twoTastes: Ratings = handRatings(
  Array.from({ length: 300 }, (_, user) =>
    sampleWithoutReplacement(foldIn(key(3), user), items, 12).map((item) => [item, 3 + (item % 3) - 1 + (user % 2 === item % 2 ? 1 : -1)] as const),
  ),
  items,
  { itemAttributes: [{ name: 'genre', kind: 'category', values: ['even', 'odd'], codes: Int32Array.from({ length: items }, (_, item) => 1 + (item % 2)) }] },
);

/** Users who take, of the items that they like by their taste, most. */
export const takers: Ratings = asTaken(
  handRatings(
    Array.from({ length: 300 }, (_, user) => sampleWithoutReplacement(foldIn(key(4), user), items / 2, 10).map((each) => [2 * each + (user % 2), 1] as const)),
    items,
    { itemAttributes: twoTastes.itemAttributes },
  ),
);

export const smallTasks = (options: RatingTasksOptions, ratings: Ratings = twoTastes): RatingTasks => ratingTasks(ratings, { shots: [2, 8], queries: 4, idWidth: 4, attributeWidth: 3, ...options });

export const encoderOf = ({ columns }: RatingTasks): Encoder<FieldsParams> => fieldsEncoder(columns.map(({ field }) => field));

/** An algorithm of features, on the fields of these tasks. */
export function onFields(family: RatingTasks, make: (inputs: number) => unknown): AnyAlgorithm {
  const encoder = encoderOf(family);
  return onFeatures(encoder, make(encoder.outputShape[0]) as AnyAlgorithm) as unknown as AnyAlgorithm;
}

/** How far an algorithm is from what test users say, before and after a short training. */
interface Errors {
  readonly before: number;
  readonly after: number;
}

type Training = { readonly iterations?: number; readonly learningRate?: number };

/** The mean squared error of the ratings, or of the probabilities, that it gives. */
export async function errorsOf(family: RatingTasks, algorithm: AnyAlgorithm, training?: Training): Promise<Errors> {
  const all = stackTasks(testTasks(family));
  const predict = compile((theta: unknown, tasks: Task) => vmap((task: Task) => algorithm.predict(algorithm.adapt(theta, task), task.query.x))(tasks));
  const asked = ratingsFrom(family.ratingTarget, asOutputs(family, all.query.y.data));
  const errorOf = async (theta: unknown): Promise<number> => {
    const output = await predict(theta as never, all as never);
    const width = output.shape[2];
    const given = ratingsFrom(family.ratingTarget, { ...output, shape: [output.data.length / width, width] });
    return meanOf(given.map((rating, i) => (rating - asked[i]) ** 2), all.query.mask!.data);
  };
  const errors = await aroundTraining(family, algorithm, errorOf, training);
  await predict.release();
  return errors;
}

/** What it is trained to make small, of test users. */
export async function objectivesOf(family: RatingTasks, algorithm: AnyAlgorithm, training?: Training): Promise<Errors> {
  const all = stackTasks(testTasks(family));
  const objective = compile((theta: unknown, tasks: Task) => mean(vmap((task: Task) => algorithm.objective(theta, task))(tasks)));
  const errors = await aroundTraining(family, algorithm, async (theta) => (await objective(theta as never, all as never)).data[0], training);
  await objective.release();
  return errors;
}

const testTasks = (family: RatingTasks): HostTask[] => Array.from({ length: 60 }, (_, task) => family.sample('test', foldIn(key(77), task)) as HostTask);

async function aroundTraining(family: RatingTasks, algorithm: AnyAlgorithm, measure: (theta: unknown) => Promise<number>, { iterations = 60, learningRate = 0.01 }: Training = {}): Promise<Errors> {
  const metaBatchSize = 16;
  const before = await measure(algorithm.init(key(1)));
  const { theta } = await metaTrain({ family, algorithm, optimizer: adam(learningRate), iterations, metaBatchSize, tasksPerCall: metaBatchSize, chunkSize: metaBatchSize, seed: 1 });
  return { before, after: await measure(theta) };
}

function meanOf(values: Float32Array, weights: ArrayLike<number>): number {
  let [total, count] = [0, 0];
  values.forEach((value, i) => {
    total += weights[i] * value;
    count += weights[i];
  });
  return total / count;
}

/** Labels as an algorithm that is sure of them would give them. */
function asOutputs({ target }: RatingTasks, labels: ArrayLike<number>): Parameters<typeof ratingsFrom>[1] {
  if (target.kind === 'values') return { data: Float32Array.from(labels), shape: [labels.length, 1], dtype: 'float32' };
  const { ways } = target;
  return { data: Float32Array.from({ length: labels.length * ways }, (_, i) => (i % ways === labels[Math.floor(i / ways)] ? 1e4 : 0)), shape: [labels.length, ways], dtype: 'float32' };
}
