import type { Algorithm } from '../algorithms/index.js';
import type { HostOf } from '../graph/index.js';
import { drawTask, type Split, type TaskFamily } from '../tasks/index.js';
import { requireFit, requireTheta } from './fit.js';
import { streamKey } from './streams.js';
import type { Protocol } from './test-program.js';
import type { FullReport, TestReport } from './test-report.js';
import { createTester } from './tester.js';

export interface MetaTestOptions<Theta, Phi> {
  readonly family: TaskFamily;
  readonly algorithm: Algorithm<Theta, Phi>;
  /** The meta-parameters to test: those of `metaTrain`, or fresh ones for comparison. */
  readonly theta: HostOf<Theta>;
  /** Tasks to test on, at least 2. Default 600. */
  readonly episodes?: number;
  /** Inner steps. Default: the algorithm's own. */
  readonly steps?: number;
  /** The numbers of inner steps after which the metric is taken, rising, `steps` last. Default: 0, 1, ... to 10, some beyond, and `steps`. */
  readonly measuredAfter?: readonly number[];
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

/**
 * Meta-testing: adapts theta to tasks never trained on and measures the adapted learner on their query sets, after ever
 * more inner steps, with 95% confidence intervals. Theta is not changed.
 *
 * @throws RangeError for sizes that make no sense, tasks that are none, a learner that does not give the family's kind of answer and parameters of another; the signal's reason where it is aborted.
 */
export async function metaTest<Theta, Phi>(options: MetaTestOptions<Theta, Phi> & { readonly protocol?: 'both' }): Promise<FullReport>;
export async function metaTest<Theta, Phi>(options: MetaTestOptions<Theta, Phi>): Promise<TestReport>;
export async function metaTest<Theta, Phi>(options: MetaTestOptions<Theta, Phi>): Promise<TestReport> {
  const { seed = 0, split = 'test', theta, signal, onProgress } = options;
  requireTheta(options.algorithm, theta);
  requireFit(options.algorithm, options.family, theta, drawTask(options.family, split, streamKey(seed, 'test')));
  const tester = createTester(options);
  try {
    return await tester.test(theta, split, seed, streamKey(seed, split === 'validation' ? 'validation' : 'test'), signal, onProgress);
  } finally {
    await tester.release();
  }
}
