import type { Algorithm } from '../algorithms/index.js';
import type { HostOf } from '../graph/index.js';
import type { TaskFamily } from '../tasks/index.js';
import { createTester } from './meta-test.js';
import type { Score } from './score.js';
import { streamKey } from './streams.js';

/** Tests on the validation split while training; the same episodes each time. */
export interface ValidationPlan {
  /** Iterations between validations; the last iteration is always validated. */
  readonly every: number;
  /** Validation tasks, at least 2. Default 100. */
  readonly episodes?: number;
  /** Inner steps, after which the metric counts. Default: the algorithm's own. */
  readonly steps?: number;
  /** Where batch statistics come from. Default 'transductive', as in the papers' own training. */
  readonly protocol?: 'transductive' | 'inductive';
  /** The inner learning rate, where not the algorithm's own. */
  readonly learningRate?: number;
}

export interface Validation<Theta> {
  isDue(iteration: number, iterations: number): boolean;
  run(theta: HostOf<Theta>, signal?: AbortSignal): Promise<Validated>;
  release(): Promise<void>;
}

export interface Validated {
  readonly metric: 'accuracy' | 'mse';
  readonly score: Score;
  /** Whether a mean is better than another. */
  readonly better: (mean: number, than: number) => boolean;
}

/** @throws RangeError where `every` is not a whole number of at least 1, or as `metaTest` does. */
export function createValidation<Theta, Phi>(family: TaskFamily, algorithm: Algorithm<Theta, Phi>, seed: number, plan: ValidationPlan): Validation<Theta> {
  const { every, episodes = 100, protocol = 'transductive', ...rest } = plan;
  if (!Number.isInteger(every) || every < 1) throw new RangeError(`validation.every must be a whole number of at least 1, got ${every}.`);
  const tester = createTester({ family, algorithm, episodes, protocol, ...rest });
  const key = streamKey(seed, 'validation');
  return {
    isDue: (iteration, iterations) => iteration % every === 0 || iteration === iterations,
    async run(theta, signal) {
      const report = await tester.test(theta, 'validation', seed, key, signal);
      return {
        metric: report.metric,
        score: report[protocol]!.at(-1)!,
        better: (mean, than) => (report.better === 'higher' ? mean > than : mean < than),
      };
    },
    release: tester.release,
  };
}
