import type { ImageFormat } from '../fewshot/index.js';
import type { HostOf, NdArray } from '../graph/index.js';
import type { Examples } from '../tasks/index.js';
import { adaptTo, type Adapted } from '../training/index.js';
import { featuresOf, type TaskShape } from './catalogue/index.js';
import { UsageError } from './failure.js';
import { stepsOf } from './inner-steps.js';
import { openLearner, type Learner, type LearnerOptions } from './learner.js';

/** A trained run that adapts to images from folders. */
export interface ImageLearner extends Pick<Learner, 'settings' | 'schedule' | 'seed' | 'mostWays'> {
  /** How it wants its images. */
  readonly format: ImageFormat;
  /** Steps of adaptation: those asked for, or the usual ones. @throws UsageError where it takes none. */
  steps(asked: number | undefined): number;
  /** Images (N, H, W, C) as the learner takes them: themselves, or their features. */
  prepare(x: NdArray): Promise<NdArray>;
  /** Adapts to a support set of `classes` classes, whose x was prepared. */
  adapt(support: HostOf<Examples>, classes: number, steps: number, signal?: AbortSignal): Promise<Adapted<unknown>>;
}

/**
 * Opens a run that learned from images.
 * @throws UsageError where it learned from something else.
 */
export async function openImageLearner(path: string, command: string, options?: LearnerOptions): Promise<ImageLearner> {
  const learner = await openLearner(path, options);
  const { settings, schedule, family, theta, mostWays, algorithmFor } = learner;
  const format = imageFormatOf(family);
  if (format === undefined || family.target.kind !== 'classes') {
    throw new UsageError(`${command} takes images, and the run in ${path} learned the task ${settings.task}: give a run of glyphs, omniglot, images:DIR or the like.`);
  }
  return {
    ...learner,
    format,
    steps: (asked) => stepsOf(algorithmFor(mostWays === Infinity ? 2 : mostWays), settings.algorithm, asked, schedule.testSteps),
    prepare: async (x) => (settings.features === undefined ? x : featuresOf(x, settings.features, settings.featureOptions ?? {})),
    adapt(support, classes, steps, signal) {
      const ways = mostWays === Infinity ? classes : mostWays;
      return adaptTo({ algorithm: algorithmFor(ways), theta, support, steps, signal, ...(classes < ways ? { classes: firstOf(classes, ways) } : {}) });
    },
  };
}

/** How images are prepared for a run; undefined where it learned from something else. Behind a model of features, what the model is given. */
export function imageFormatOf({ description }: Pick<TaskShape, 'description'>): ImageFormat | undefined {
  return (description.image ?? (description.of as Record<string, unknown> | undefined)?.image) as ImageFormat | undefined;
}

/** float32 (ways): one for the first `present` classes. */
function firstOf(present: number, ways: number): NdArray {
  return { data: new Float32Array(ways).fill(1, 0, present), shape: [ways], dtype: 'float32' };
}
