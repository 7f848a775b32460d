import { pooledClasses, type ClassFamily } from '../fewshot/index.js';
import type { NdArray, Tree } from '../graph/index.js';
import { adam } from '../optim/index.js';
import { key } from '../random/index.js';
import type { TaskFamily } from '../tasks/index.js';
import { metaTest, metaTrain, type OnEvent, type TestReport } from '../training/index.js';
import type { Settings } from './settings.js';
import { pretrainingOf, type AnyAlgorithm } from './setup.js';

/** Parameters on the host. */
export type Theta = Tree<NdArray>;

/** What a learner without meta-training is compared by. */
export interface Contest {
  readonly settings: Settings;
  readonly family: TaskFamily;
  readonly algorithm: AnyAlgorithm;
  readonly seed: number;
  /** Validation tasks on which step sizes are chosen. Default 60. */
  readonly validationEpisodes?: number;
  readonly signal?: AbortSignal;
}

/** Rows of one batch of the classifier that is pretrained on all classes. */
const pooledRows = 128;

/** How long pretraining takes: batches for classes, and for values meta-batches of 25 tasks. */
export const pretrainingIterations = { classes: 1500, values: 5000 } as const;

/** Fresh parameters: what adapting does with no training before it. */
export function untrainedTheta({ algorithm, seed }: Contest): Theta {
  return algorithm.init(key(seed)) as Theta;
}

/**
 * The parameters of one model that was trained on all training tasks pooled, with no thought of adapting: on values, all points of
 * all tasks; on classes, all training classes as one problem, whose head then makes place for a fresh one.
 */
export async function pretrainedTheta(contest: Contest, { iterations, seconds }: { iterations: number; seconds?: number }, onEvent?: OnEvent): Promise<Theta> {
  const { settings, family, seed, signal } = contest;
  const pooled = family.target.kind === 'classes' ? pooledClasses(family as ClassFamily, pooledRows) : family;
  const { theta } = await metaTrain({
    family: pooled,
    algorithm: pretrainingOf(settings, pooled),
    optimizer: adam(1e-3),
    iterations,
    timeLimit: seconds,
    metaBatchSize: family.target.kind === 'classes' ? 1 : 25,
    seed,
    signal,
    onEvent,
  });
  if (family.target.kind === 'values') return theta as Theta;
  const { head } = untrainedTheta(contest) as { readonly head: Theta };
  return { ...(theta as Record<string, Theta>), head };
}

/** The step size, of those usual for the task, that adapts `theta` best to validation tasks. */
export async function bestLearningRate({ family, algorithm, settings, seed, validationEpisodes = 60, signal }: Contest, theta: Theta, steps: number): Promise<number> {
  const usual = family.target.kind === 'classes' ? [0.01, 0.1, 1] : [0.001, 0.01, 0.1];
  const rates = [...new Set([settings.innerLearningRate, ...usual])];
  let best: { rate: number; mean: number } | undefined;
  for (const learningRate of rates) {
    const report = await metaTest({ family, algorithm, theta, episodes: validationEpisodes, steps, seed, split: 'validation', protocol: 'transductive', learningRate, signal });
    const { mean } = report.transductive!.at(-1)!;
    if (Number.isFinite(mean) && (best === undefined || isBetter(report, mean, best.mean))) best = { rate: learningRate, mean };
  }
  return best?.rate ?? settings.innerLearningRate;
}

export function isBetter({ better }: Pick<TestReport, 'better'>, mean: number, than: number): boolean {
  return better === 'higher' ? mean > than : mean < than;
}
