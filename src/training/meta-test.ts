import type { Algorithm } from '../algorithms/index.js';
import type { HostOf } from '../graph/index.js';
import { requireOptions } from '../nn/require-options.js';
import type { TaskFamily } from '../tasks/index.js';
import type { Executor } from './executor.js';
import { metaTester } from './tester.js';
import { testOptions, type TestOptions } from './test-plan.js';
import type { FullReport, TestReport } from './test-report.js';

export interface MetaTestOptions<Theta, Phi> extends TestOptions {
  readonly family: TaskFamily;
  readonly algorithm: Algorithm<Theta, Phi>;
  /** The meta-parameters to test: those of `metaTrain`, or fresh ones for comparison. */
  readonly theta: HostOf<Theta>;
  /** Where tasks are adapted to. Default: in this process. The result does not depend on it. A module of workers must build this family and this algorithm. */
  readonly executor?: Executor;
  /** Told of a worker process that ended, and whose tasks are measured again. */
  readonly onRetry?: (message: string) => void;
}

/**
 * Meta-testing: adapts theta to tasks never trained on and measures the adapted learner on their query sets, after ever
 * more inner steps, with 95% confidence intervals. Theta is not changed.
 *
 * @throws RangeError for sizes that make no sense, tasks that are none, a learner that does not give the family's kind of answer and parameters of another; TypeError for an option that is none; WorkerError where worker
 *   processes cannot do their work; the signal's reason where it is aborted.
 */
export async function metaTest<Theta, Phi>(options: MetaTestOptions<Theta, Phi> & { readonly protocol?: 'both' }): Promise<FullReport>;
export async function metaTest<Theta, Phi>(options: MetaTestOptions<Theta, Phi>): Promise<TestReport>;
export async function metaTest<Theta, Phi>(given: MetaTestOptions<Theta, Phi>): Promise<TestReport> {
  requireOptions('metaTest', given, { family: true, algorithm: true, theta: true, executor: true, onRetry: true, ...testOptions });
  const { family, algorithm, theta, executor, onRetry, ...options } = given;
  const tester = metaTester({ family, algorithm, executor, onRetry });
  try {
    return await tester.test(theta, options);
  } finally {
    await tester.release();
  }
}
