import { maml, pretraining, type MamlOptions } from '../algorithms/index.js';
import { pooledClasses, type ClassFamily } from '../fewshot/index.js';
import type { NdArray, Tree } from '../graph/index.js';
import { adam } from '../optim/index.js';
import { key } from '../random/index.js';
import type { TaskFamily } from '../tasks/index.js';
import { metaTrain, type MetaTrainOptions, type Tester, type TestReport } from '../training/index.js';
import { learnerAndLoss, untyped, type AnyAlgorithm, type TaskShape } from './catalogue/index.js';
import { isClassFamily } from './class-family.js';
import type { Settings } from './settings/index.js';
import { networkOf, onInputs } from './setup.js';

/** Parameters on the host. */
export type Theta = Tree<NdArray>;

/** What ways without meta-training are measured on. */
export interface Contest {
  readonly settings: Settings;
  /** The tasks of the test. */
  readonly family: TaskFamily;
  /** Their query examples of each class, or points. */
  readonly queries: number;
  readonly seed: number;
  /** Validation tasks on which step sizes are chosen. Default 60. */
  readonly validationEpisodes?: number;
  /** Processes to compute in; 0 is this one. Default: as in training, and this one for few tasks. */
  readonly workers?: number;
  readonly signal?: AbortSignal;
}

/** Rows of one batch of the classifier that is pretrained on all classes. */
const pooledRows = 128;

/** How long pretraining takes: batches for classes, and for values meta-batches of 25 tasks. */
export const pretrainingIterations = { classes: 1500, values: 5000 } as const;

/** The network of the settings with a fresh head, adapted by gradient steps: all of it, or what `adapts` says. */
export function fineTuning({ settings, family }: Contest, adapts?: (path: string) => boolean): AnyAlgorithm {
  return onInputs(settings, family, (inner) => untyped(maml({ ...optionsOf(settings, inner), adapts })));
}

/** Fresh parameters: what adapting does with no training before it. */
export function untrainedTheta(contest: Contest): Theta {
  return fineTuning(contest).init(key(contest.seed)) as Theta;
}

/** What the network makes of inputs, without the layer that answers. */
export function withoutHead(theta: Theta): Theta {
  const { head: _, ...features } = theta as Record<string, Theta>;
  return features;
}

/** How long to pretrain, and what `metaTrain` needs to save it and go on. */
export type PretrainingOptions = Pick<MetaTrainOptions<unknown, unknown>, 'iterations' | 'timeLimit' | 'onEvent' | 'run' | 'resume'>;

/**
 * The parameters of one model that was trained on all training tasks pooled, with no thought of adapting: on values, all points of
 * all tasks; on classes, all training classes as one problem, whose head then makes place for a fresh one.
 */
export async function pretrainedTheta(contest: Contest, options: PretrainingOptions): Promise<Theta> {
  const { settings, family, seed, signal } = contest;
  const classes = family.target.kind === 'classes';
  const pooled = classes ? pooledClasses(family as ClassFamily, pooledRows) : family;
  const { theta } = await metaTrain({
    ...options,
    family: pooled,
    algorithm: onInputs(settings, pooled, (inner) => untyped(pretraining(optionsOf(settings, inner)))),
    optimizer: adam(1e-3),
    metaBatchSize: classes ? 1 : 25,
    seed,
    signal,
  });
  if (!classes) return theta as Theta;
  const { head } = untrainedTheta(contest) as { readonly head: Theta };
  return { ...(theta as Record<string, Theta>), head };
}

/** Whether all training classes of a family can be pooled as one problem. */
export function canPool(family: TaskFamily): boolean {
  return family.target.kind === 'values' || isClassFamily(family);
}

/** The step size, of those usual for the task, by which what is tested adapts `theta` best to validation tasks. */
export async function bestLearningRate(
  { family, settings, seed, validationEpisodes = 60, signal }: Contest,
  { tester, theta, steps }: { tester: Tester<unknown>; theta: Theta; steps: number },
  onProgress?: (done: number, total: number) => void,
): Promise<number> {
  const usual = family.target.kind === 'classes' ? [0.01, 0.1, 1] : [0.001, 0.01, 0.1];
  const rates = [...new Set([innerLearningRateOf(settings), ...usual])];
  let best: { rate: number; mean: number } | undefined;
  for (const [tried, learningRate] of rates.entries()) {
    onProgress?.(tried, rates.length);
    const report = await tester.test(theta, { episodes: validationEpisodes, steps, measuredAfter: [steps], seed, split: 'validation', protocol: 'transductive', learningRate, signal });
    const { mean } = report.transductive!.at(-1)!;
    if (Number.isFinite(mean) && (best === undefined || isBetter(report, mean, best.mean))) best = { rate: learningRate, mean };
  }
  return best?.rate ?? innerLearningRateOf(settings);
}

/** Whether one figure is better than another. Any number is better than none. */
export function isBetter({ better }: Pick<TestReport, 'better'>, mean: number, than: number): boolean {
  if (Number.isNaN(than)) return !Number.isNaN(mean);
  return better === 'higher' ? mean > than : mean < than;
}

function optionsOf(settings: Settings, shape: TaskShape): MamlOptions<unknown> {
  return { ...learnerAndLoss(shape, networkOf(settings, shape)), innerLearningRate: innerLearningRateOf(settings) };
}

/** That of the algorithm beside which a way stands, where it has one. */
function innerLearningRateOf({ algorithmOptions: { innerLearningRate } }: Settings): number {
  return typeof innerLearningRate === 'number' ? innerLearningRate : 0.01;
}
