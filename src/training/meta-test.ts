import type { Algorithm } from '../algorithms/index.js';
import { compile } from '../compile/index.js';
import { ndarray, type HostOf } from '../graph/index.js';
import { foldIn, type Key } from '../random/index.js';
import { stackTasks, type HostTask, type Split, type TaskFamily } from '../tasks/index.js';
import { batchedTasks } from './chunks.js';
import { requireFit } from './fit.js';
import { scoreOf, type Score } from './score.js';
import { streamKey } from './streams.js';
import { metricNameOf, testProgram, type Measured, type Protocol } from './test-program.js';
import { elementsOf, valuesOf } from './working-set.js';

export interface MetaTestOptions<Theta, Phi> {
  readonly family: TaskFamily;
  readonly algorithm: Algorithm<Theta, Phi>;
  /** The meta-parameters to test: those of `metaTrain`, or fresh ones for comparison. */
  readonly theta: HostOf<Theta>;
  /** Tasks to test on, at least 2. Default 600. */
  readonly episodes?: number;
  /** Inner steps; the metric is taken after 0, 1, ... up to these. Default: the algorithm's own. */
  readonly steps?: number;
  /** With the split it fixes the episodes. Default 0. */
  readonly seed?: number;
  /** Default 'test'. */
  readonly split?: Split;
  /** Default 'both'. */
  readonly protocol?: Protocol;
  /** The inner learning rate, where not the algorithm's own. */
  readonly learningRate?: number;
  readonly signal?: AbortSignal;
  /** Told now and then how many episodes are done. */
  readonly onProgress?: (done: number, episodes: number) => void;
}

export interface TestReport {
  readonly family: string;
  readonly algorithm: string;
  readonly split: Split;
  readonly metric: 'accuracy' | 'mse';
  readonly better: 'higher' | 'lower';
  readonly episodes: number;
  readonly steps: number;
  readonly seed: number;
  readonly learningRate?: number;
  /** Whether the learner normalises by batch statistics. Where not, the two protocols are one and have the same scores. */
  readonly batchStatistics: boolean;
  /** By the number of inner steps, from 0: batch statistics saw the query set. */
  readonly transductive?: readonly Score[];
  /** By the number of inner steps, from 0: batch statistics are those of the support set. */
  readonly inductive?: readonly Score[];
}

/** A report of both protocols. */
export type FullReport = TestReport & Required<Pick<TestReport, 'transductive' | 'inductive'>>;

/**
 * Meta-testing: adapts theta to tasks never trained on and measures the adapted learner on their query sets, after every
 * inner step, with 95% confidence intervals. Theta is not changed.
 *
 * @throws RangeError for sizes that make no sense and a learner that does not give the family's kind of answer; the signal's reason where it is aborted.
 */
export async function metaTest<Theta, Phi>(options: MetaTestOptions<Theta, Phi> & { readonly protocol?: 'both' }): Promise<FullReport>;
export async function metaTest<Theta, Phi>(options: MetaTestOptions<Theta, Phi>): Promise<TestReport>;
export async function metaTest<Theta, Phi>(options: MetaTestOptions<Theta, Phi>): Promise<TestReport> {
  const { seed = 0, split = 'test', theta, signal, onProgress } = options;
  requireFit(options.algorithm, options.family, theta, options.family.sample(split, streamKey(seed, 'test')));
  const tester = createTester(options);
  try {
    return await tester.test(theta, split, seed, streamKey(seed, split === 'validation' ? 'validation' : 'test'), signal, onProgress);
  } finally {
    await tester.release();
  }
}

/** A compiled meta-test, for one that is repeated as theta changes. */
export interface Tester<Theta> {
  test(theta: HostOf<Theta>, split: Split, seed: number, key: Key, signal?: AbortSignal, onProgress?: MetaTestOptions<Theta, unknown>['onProgress']): Promise<TestReport>;
  release(): Promise<void>;
}

export function createTester<Theta, Phi>(options: Omit<MetaTestOptions<Theta, Phi>, 'theta' | 'seed' | 'split'>): Tester<Theta> {
  const { family, algorithm, episodes = 600, steps = algorithm.innerSteps, protocol = 'both', learningRate } = options;
  if (!Number.isInteger(episodes) || episodes < 2) throw new RangeError(`episodes must be a whole number of at least 2, for a confidence interval, got ${episodes}.`);
  if (!Number.isInteger(steps) || steps < 0) throw new RangeError(`steps must be a whole number of at least 0, got ${steps}.`);
  const single = compile(testProgram(algorithm, family.target, steps, protocol, false));
  const batched = compile(testProgram(algorithm, family.target, steps, protocol, true));
  const rate = learningRate === undefined ? [] : [ndarray(learningRate)];

  return {
    async test(theta, split, seed, key, signal, onProgress) {
      const draw = (index: number): HostTask => family.sample(split, foldIn(key, index));
      const perCall = batchedTasks(episodes, valuesOf(draw(0)), elementsOf(theta));
      const values = { transductive: columns(steps), inductive: columns(steps) };
      for (let first = 0; first < episodes; first += perCall) {
        signal?.throwIfAborted();
        // The last call is filled up with tasks that do not count, so that one program serves all.
        const tasks = Array.from({ length: perCall }, (_, i) => draw(first + i));
        const measured = perCall === 1 ? await single(theta as never, tasks[0], ...rate) : await batched(theta as never, stackTasks(tasks), ...rate);
        collect(measured, values, Math.min(perCall, episodes - first), steps);
        onProgress?.(Math.min(first + perCall, episodes), episodes);
        await new Promise<void>((resolve) => setTimeout(resolve));
      }
      const transductive = values.transductive[0].length > 0 ? values.transductive.map(scoreOf) : undefined;
      const inductive = values.inductive[0].length > 0 ? values.inductive.map(scoreOf) : transductive;
      return {
        family: family.name,
        algorithm: algorithm.name,
        split,
        ...metricNameOf(family.target),
        episodes,
        steps,
        seed,
        ...(learningRate === undefined ? {} : { learningRate }),
        batchStatistics: inductive !== transductive,
        ...(protocol !== 'inductive' ? { transductive } : {}),
        ...(protocol !== 'transductive' ? { inductive } : {}),
      };
    },
    async release() {
      await Promise.all([single.release(), batched.release()]);
    },
  };
}

function columns(steps: number): number[][] {
  return Array.from({ length: steps + 1 }, () => []);
}

function collect(measured: HostOf<Measured>, into: Record<'transductive' | 'inductive', number[][]>, count: number, steps: number): void {
  for (const protocol of ['transductive', 'inductive'] as const) {
    const data = measured[protocol]?.data;
    if (!data) continue;
    for (let task = 0; task < count; task++) {
      for (let step = 0; step <= steps; step++) into[protocol][step].push(data[task * (steps + 1) + step]);
    }
  }
}
