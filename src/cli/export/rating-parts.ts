import type { Algorithm, Covarying } from '../../algorithms/index.js';
import { learnerPrograms } from '../../artifact/index.js';
import { add, argmax, clip, div, matmul, mul, reshape, square, squeeze, sub, take, tensor, type NdArray, type Tensor, type Tree } from '../../graph/index.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import type { Catalogue, RatingTarget } from '../../recommend/index.js';
import { featuresOf } from '../../recommend/serving/features.js';
import { preferenceOf } from '../../recommend/serving/preference.js';
import { UsageError } from '../failure.js';
import { readCatalogue } from '../ratings/kept-catalogue.js';
import { openTrainedRun, readTheta } from '../run-folder.js';
import { ratingParts as partsOfRater } from '../setup.js';
import { checkSteps, rejectOptions } from './check-options.js';
import type { ExportedParts, ExportOptions } from './export-options.js';
import { weightsOf } from './weights-of.js';

/** Ratings that a person gives in a sitting. */
const usualRows = [32];

/** What a run that learned ratings is exported as: ratings of a catalogue's items in, a score of every item out. */
export async function ratingParts(path: string, options: ExportOptions): Promise<ExportedParts> {
  const none = 'what learned ratings is asked about its whole catalogue.';
  rejectOptions(options, { ways: none, queries: none, testShift: 'ratings are no images.' });
  const opened = await openTrainedRun(path);
  const { settings, schedule, family } = opened;
  const theta = (await readTheta(opened)).theta as { readonly encoder: Tree<NdArray>; readonly inner: Tree<NdArray> };
  const whole = await readCatalogue(path);
  const { ratingTarget: target, scale } = whole;
  if (target.kind === 'taken') throw new UsageError(`The run in ${path} learned from items that were taken, beside untaken ones that are drawn: only runs that learned from ratings can be exported.`);
  const { inner } = partsOfRater(settings, family!);
  checkSteps(inner, settings.algorithm, options);
  const features = await featuresOf(whole, theta.encoder as never, undefined);
  const items = mostRated(whole, options.items ?? whole.items.count);
  // Of a visitor no attribute is known.
  const values = rowsOf(features.items, items, features.userWidth > 0 ? (await features.ofUser({})).data : []);

  const weights = weightsOf({ inner: theta.inner });
  const stand = (weights.stand as { inner: Tree<Tensor> }).inner;
  const table = placeholder(values.shape, 'float32', 'The features of the items');
  const counts = Float32Array.from(items, (item) => whole.counts[item]);
  const programs = learnerPrograms({
    algorithm: inner as Algorithm<unknown, unknown>,
    theta: stand,
    steps: inner.innerSteps === 0 ? [0] : (options.steps ?? [schedule.testSteps]),
    rows: options.rows ?? usualRows,
    support(rows) {
      const inputs = { items: placeholder([rows], 'int32', 'Which items were rated'), y: placeholder([rows, 1], 'float32', 'Their ratings'), mask: placeholder([rows], 'float32', 'Which of them count') };
      return { inputs, given: { support: { x: take(table, inputs.items), y: labelled(target, inputs.y), mask: inputs.mask } } };
    },
    query: { inputs: {}, x: table },
    answer: (output, { phi }) => ({ scores: scored(target, output), ...informed(inner, phi, table, counts) }),
  });
  const told = { name: whole.name, scale, items: Array.from(items, (item) => ({ name: whole.items.nameOf(item), title: whole.titles?.[item] ?? whole.items.nameOf(item), ratings: whole.counts[item] })) };
  return {
    learns: { kind: 'ratings', catalogue: 'catalogue.json', scale: { low: scale.low, high: scale.high } },
    weights: new Map([...weights.named, ['features', { value: values, placeholder: table }]]),
    programs,
    files: new Map([['catalogue.json', new TextEncoder().encode(`${JSON.stringify(told)}\n`)]]),
  };
}

/** The numbers of the items that most people rated, the most rated first. */
function mostRated({ counts }: Catalogue, most: number): Int32Array {
  return Int32Array.from([...counts.keys()].sort((a, b) => counts[b] - counts[a] || a - b).slice(0, most));
}

/** Rows of a table by their numbers, each with the same values behind it. */
function rowsOf({ data, shape: [, width] }: NdArray, rows: Int32Array, behind: ArrayLike<number>): NdArray {
  const whole = width + behind.length;
  const picked = new Float32Array(rows.length * whole);
  rows.forEach((row, i) => {
    picked.set(data.subarray(row * width, (row + 1) * width) as Float32Array, i * whole);
    picked.set(behind, i * whole + width);
  });
  return { data: picked, shape: [rows.length, whole], dtype: 'float32' };
}

/** Ratings (R, 1) on the scale as what the learner was trained on. */
function labelled(target: Exclude<RatingTarget, { kind: 'taken' }>, ratings: Tensor): Tensor {
  if (target.kind === 'values') return div(sub(ratings, target.mean), target.deviation);
  return argmax(mul(square(sub(ratings, tensor([...target.levels]))), -1), 1);
}

/** Outputs as ratings on the scale. */
function scored(target: Exclude<RatingTarget, { kind: 'taken' }>, output: Tensor): Tensor {
  const preference = preferenceOf(target, output);
  return target.kind === 'values' ? clip(add(mul(preference, target.deviation), target.mean), target.low, target.high) : preference;
}

/**
 * How much a rating of each item is expected to tell: the variance that it saves over all items, each with the number of people who rated it, times that number, as who has not seen it does not answer
 * (Cohn, Ghahramani and Jordan 1996, section 4, for a normal belief). Of learners that do not know what they do not know there is none.
 */
function informed(inner: Partial<Covarying<unknown, unknown>>, phi: unknown, table: Tensor, counts: Float32Array): { information?: Tensor } {
  if (!inner.covariance) return {};
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  const weights = tensor({ data: counts.map((count) => count / most), shape: [counts.length, 1], dtype: 'float32' });
  const covariance = inner.covariance(phi, table);
  const count = counts.length;
  const own = take(reshape(covariance, [count * count]), tensor({ data: Int32Array.from({ length: count }, (_, i) => i * (count + 1)), shape: [count], dtype: 'int32' }));
  const saved = div(squeeze(matmul(square(covariance), weights), 1), add(own, 1));
  return { information: mul(saved, squeeze(weights, 1)) };
}
