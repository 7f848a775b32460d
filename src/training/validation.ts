import type { MetricName } from './test-program.js';
import type { Algorithm } from '../algorithms/index.js';
import type { HostOf } from '../graph/index.js';
import { requireOptions } from '../nn/require-options.js';
import { drawTask, type TaskFamily } from '../tasks/index.js';
import type { Json } from './configuration.js';
import type { Executor } from './executor.js';
import { requireFit } from './fit.js';
import { inProcess } from './in-process.js';
import { unravel } from './ravel.js';
import type { Score } from './score.js';
import { streamKey } from './streams.js';
import { planTest } from './test-plan.js';
import type { TestSession } from './test-session.js';
import { metaTester } from './tester.js';
import { identityOf, type Built } from './worker-protocol.js';

/** Tests on the validation split while training; the same episodes each time. */
export interface ValidationPlan<Theta = unknown, Phi = unknown> {
  /** Iterations between validations; the last of all iterations is validated, too, but not one after which time or a signal ends training. */
  readonly every: number;
  /** Validation tasks, at least 2. Default 100. */
  readonly episodes?: number;
  /** Inner steps, after which the metric counts. Default: the algorithm's own. */
  readonly steps?: number;
  /** Where batch statistics come from. Default 'transductive', as in the papers' own training. */
  readonly protocol?: 'transductive' | 'inductive';
  /** The inner learning rate, where not the algorithm's own. */
  readonly learningRate?: number;
  /** Where the tasks come from, if not from the family that is trained on: 20-way training for 5-way tests, for example. */
  readonly family?: TaskFamily;
  /** What adapts to them, if not what is trained: an algorithm of the same parameters, with another head. */
  readonly algorithm?: Algorithm<Theta, Phi>;
}

/** What a validation measures: a metric of answers, or what an agent earns. */
export type ValidationMetric = MetricName | 'return';

/** A validation, ready to run. */
export interface Validation {
  isDue(iteration: number, iterations: number): boolean;
  /** Of flat parameters, float32 (P). */
  run(theta: Float32Array, signal?: AbortSignal): Promise<Validated>;
  release(): Promise<void>;
}

export interface Validated {
  readonly metric: ValidationMetric;
  readonly score: Score;
  /** Whether a mean is better than another. */
  readonly better: (mean: number, than: number) => boolean;
}

/**
 * @param trained the family and the algorithm that are trained, for what the plan does not say.
 * @param like fresh theta.
 * @param shared what measures tasks of that family and algorithm elsewhere, once training has begun; where there is nothing, they are measured here.
 * @throws RangeError where `every` is not a whole number of at least 1, or as `metaTest` does.
 */
export function createValidation<Theta, Phi>(trained: Built<Theta, Phi>, like: HostOf<Theta>, seed: number, plan: ValidationPlan<Theta, Phi>, shared: () => TestSession['curves'] | undefined = () => undefined): Validation {
  requireOptions('validation', plan, { every: true, episodes: true, steps: true, protocol: true, learningRate: true, family: true, algorithm: true });
  const { every, episodes = 100, protocol = 'transductive', family = trained.family, algorithm = trained.algorithm, ...rest } = plan;
  const isDue = dueEvery(every);
  const asked = { episodes, protocol, seed, split: 'validation', ...rest, measuredAfter: [rest.steps ?? algorithm.innerSteps] } as const;
  // What cannot be is said before training, not at the first validation.
  planTest(algorithm, asked);
  requireFit(algorithm, family, like, drawTask(family, 'validation', streamKey(seed, 'validation')));
  const here = inProcess();
  const openTest: Executor['openTest'] = async (job, notice) => {
    const curves = plan.family || plan.algorithm ? undefined : shared();
    return curves ? { curves, close: async () => undefined } : here.openTest(job, notice);
  };
  const tester = metaTester({ family, algorithm, executor: { ...here, openTest } });
  return {
    isDue,
    async run(theta, signal) {
      const report = await tester.test(unravel(theta, like), { ...asked, signal });
      return {
        metric: report.metric,
        score: report[protocol]!.at(-1)!,
        better: (mean, than) => (report.better === 'higher' ? mean > than : mean < than),
      };
    },
    release: tester.release,
  };
}

/** Every so many iterations, and after the last. @throws RangeError where `every` is not a whole number of at least 1. */
export function dueEvery(every: number): Validation['isDue'] {
  if (!Number.isInteger(every) || every < 1) throw new RangeError(`validation.every must be a whole number of at least 1, got ${every}.`);
  return (iteration, iterations) => iteration % every === 0 || iteration === iterations;
}

/** What config.json says of a plan. */
export function describeValidation<Theta, Phi>({ family, algorithm, ...plan }: ValidationPlan<Theta, Phi>, trained: Built<Theta, Phi>): Json {
  const other = family || algorithm ? identityOf({ family: family ?? trained.family, algorithm: algorithm ?? trained.algorithm }) : {};
  return { ...plan, ...(other as Record<string, Json>) };
}
