import type { Algorithm } from '../algorithms/index.js';
import { isNdArray, leavesOf, ndarray, type HostOf, type NdArray } from '../graph/index.js';
import { requireOptions } from '../nn/require-options.js';
import { padExamples, requireExamples, type Examples, type Task } from '../tasks/index.js';
import { createPrograms } from './adapt-programs.js';
import { brokenValue } from './broken-value.js';
import { requireLabels, requireTheta } from './fit.js';
import { allFinite } from './non-finite.js';
import { requireAlgorithm } from './require-parts.js';
import { concatenated, padRows, takeRows } from './rows.js';

export interface AdaptToOptions<Theta, Phi> {
  readonly algorithm: Algorithm<Theta, Phi>;
  /** Meta-trained parameters. */
  readonly theta: HostOf<Theta>;
  /** The examples to adapt to: x (N, ...), y (N) int32 classes or (N, D) values, and a mask where rows are padding. */
  readonly support: HostOf<Examples>;
  /** float32 (W), one for classes that the support set has, where these are fewer than the head's. */
  readonly classes?: NdArray;
  /** Inner steps. Default: the algorithm's own. */
  readonly steps?: number;
  /** The inner learning rate. Default: the algorithm's own. */
  readonly learningRate?: number;
  readonly signal?: AbortSignal;
}

/** A learner adapted to one task. */
export interface Adapted<Phi> {
  /** The adapted parameters. */
  readonly phi: HostOf<Phi>;
  /**
   * The outputs for x (N, ...), any number of rows: logits (N, W) or values (N, D).
   *
   * By default each row is predicted by itself (batch statistics, if any, are those of the support set); `transductive` normalises by the
   * rows of `x` together.
   */
  predict(x: NdArray, options?: { readonly transductive?: boolean }): Promise<NdArray>;
  /**
   * The learner with more examples, of classes that it knows or of others that its head has a place for, without starting over where the algorithm can do so. This one stays as it is.
   * Sets are padded to a power of two, so that few programs serve many calls. `classes` tells which classes there are then; without it those of before and those that have examples now, or all.
   */
  extend(added: HostOf<Examples>, options?: { readonly classes?: NdArray }): Promise<Adapted<Phi>>;
}

/**
 * Adapts meta-trained parameters to a task's support set. `theta` is not changed. Programs are compiled once for an algorithm and
 * the shapes of the support set, and shared by all calls.
 *
 * @throws RangeError where the support set has no rows, or x, y and mask have not the same, theta is that of another learner, `steps` is not a whole number of at least 0 or a label is no class of the learner, or none that `classes` has, or where the learner comes to no numbers because the set holds NaN or an infinity; ShapeError where the support set does not fit the learner; the signal's
 *   reason where it is aborted, at the end of the program that is running.
 */
export async function adaptTo<Theta, Phi>(options: AdaptToOptions<Theta, Phi>): Promise<Adapted<Phi>> {
  requireOptions('adaptTo', options, { algorithm: true, theta: true, support: true, classes: true, steps: true, learningRate: true, signal: true });
  requireAlgorithm(options.algorithm);
  const { algorithm, theta, support, classes, steps = algorithm.innerSteps, learningRate, signal } = options;
  signal?.throwIfAborted();
  requireExamples(support, () => 'The support set');
  requireTheta(algorithm, theta);
  const programs = programsOf(algorithm);
  const width = programs.width(theta, support);
  requireLabels(support, width, classes);
  const rate = learningRate === undefined ? {} : { learningRate: ndarray(learningRate) };
  const made = await programs.adapt(steps)(theta as never, taskOf(support, classes), rate);
  signal?.throwIfAborted();
  requireNumbers(made, support, 'the support set');
  return adaptedOf(made, support, classes);

  function adaptedOf({ phi, statistics }: Awaited<typeof made>, known: HostOf<Examples>, classes: NdArray | undefined): Adapted<Phi> {
    const absent = classes ? { classes } : {};
    return {
      phi,
      async predict(x, { transductive = false } = {}) {
        if (!isNdArray(x) || x.shape.length === 0) throw new TypeError('predict takes its inputs as one host array (N, ...), a row for each: make it with ndarray([[...], ...]).');
        if (transductive) return programs.predict(phi as never, x, absent);
        // Rows are independent, so that one program of a power of two serves many numbers of them.
        const output = await programs.predict(phi as never, padRows(x), { ...absent, ...(statistics.length > 0 ? { statistics } : {}) });
        return takeRows(output, x.shape[0]);
      },
      async extend(added, { classes: after = classes && withLabels(classes, added) } = {}) {
        requireExamples(added, () => 'The set of added examples');
        requireLabels(added, width, after);
        const all = concatenated(known, added);
        const extended = algorithm.extend
          ? await programs.extend(steps)(phi as never, { ...taskOf(padded(added), after), known: padded(known) }, rate)
          : await programs.adapt(steps)(theta as never, taskOf(padded(all), after), rate);
        requireNumbers(extended, added, 'the added examples');
        return adaptedOf(extended, all, after);
      },
    };
  }
}

/** A learner may be made to read NaN, as what is not known: only where it spoils the learner is it refused. */
function requireNumbers(made: unknown, examples: HostOf<Examples>, set: string): void {
  const broken = brokenValue(examples, set);
  if (broken === undefined || leavesOf<NdArray>(made).every(({ data }) => allFinite(data))) return;
  throw new RangeError(`The learner adapted to no numbers: there is ${broken}. Mend the data, or leave such rows out.`);
}

function taskOf(support: HostOf<Examples>, classes: NdArray | undefined): HostOf<Pick<Task, 'support' | 'classes'>> {
  return { support, ...(classes ? { classes } : {}) };
}

/** Examples with masked rows up to a power of two: what grows by a few examples at a time needs few programs. */
function padded(examples: HostOf<Examples>): HostOf<Examples> {
  return padExamples(examples, 2 ** Math.ceil(Math.log2(examples.x.shape[0])));
}

/** The classes that there are once these examples are. */
function withLabels(classes: NdArray, { y, mask }: HostOf<Examples>): NdArray {
  const data = Float32Array.from(classes.data);
  y.data.forEach((label: number, row: number) => {
    if (mask?.data[row] !== 0 && label in data) data[label] = 1;
  });
  return { ...classes, data };
}

/** Frees the programs that `adaptTo` compiled for an algorithm. */
export async function releaseAdapted<Theta, Phi>(algorithm: Algorithm<Theta, Phi>): Promise<void> {
  const programs = known.get(algorithm);
  known.delete(algorithm);
  await programs?.release();
}

const known = new WeakMap<object, Programs<unknown, unknown>>();

type Programs<Theta, Phi> = ReturnType<typeof createPrograms<Theta, Phi>>;

function programsOf<Theta, Phi>(algorithm: Algorithm<Theta, Phi>): Programs<Theta, Phi> {
  const found = known.get(algorithm) as Programs<Theta, Phi> | undefined;
  if (found) return found;
  const programs = createPrograms(algorithm);
  known.set(algorithm, programs as unknown as Programs<unknown, unknown>);
  return programs;
}
