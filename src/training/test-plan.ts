import type { Algorithm } from '../algorithms/index.js';
import type { OptionNames } from '../nn/require-options.js';
import type { Split } from '../tasks/index.js';
import { usualMeasurements, type Protocol } from './test-program.js';

/** What one test is like. */
export interface TestOptions {
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

/** For what takes them beside others to say which. */
export const testOptions: OptionNames<TestOptions> = { episodes: true, steps: true, measuredAfter: true, seed: true, split: true, protocol: true, learningRate: true, signal: true, onProgress: true };

export type TestPlan = Required<Pick<TestOptions, 'episodes' | 'steps' | 'measuredAfter' | 'protocol' | 'seed' | 'split'>>;

/** A test with what is usual where nothing is said. @throws RangeError for sizes that make no sense. */
export function planTest({ innerSteps }: Pick<Algorithm, 'innerSteps'>, options: TestOptions): TestPlan {
  const { episodes = 600, steps = innerSteps, protocol = 'both', seed = 0, split = 'test' } = options;
  const measuredAfter = options.measuredAfter ?? usualMeasurements(steps);
  if (!Number.isInteger(episodes) || episodes < 2) throw new RangeError(`episodes must be a whole number of at least 2, for a confidence interval, got ${episodes}.`);
  if (!Number.isInteger(steps) || steps < 0) throw new RangeError(`steps must be a whole number of at least 0, got ${steps}.`);
  if (measuredAfter.at(-1) !== steps || measuredAfter.some((step, i) => !(step > (measuredAfter[i - 1] ?? -1)))) {
    throw new RangeError(`measuredAfter must be rising numbers of steps that end with steps, ${steps}, got ${measuredAfter.join(', ') || 'none'}.`);
  }
  return { episodes, steps, measuredAfter, protocol, seed, split };
}
