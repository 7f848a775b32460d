import type { ImageFormat } from '../fewshot/index.js';
import type { HostOf, NdArray } from '../graph/index.js';
import type { Examples } from '../tasks/index.js';
import { adaptTo, type Adapted } from '../training/index.js';
import type { Theta } from './baselines.js';
import { algorithmNamed, featuresOf, type AnyAlgorithm } from './catalogue/index.js';
import { UsageError } from './failure.js';
import { openTrainedRun, readTheta, type OpenedRun } from './run-folder.js';
import { algorithmOf } from './setup.js';

/** A trained run that adapts to images from folders. */
export interface ImageLearner extends Pick<OpenedRun, 'settings' | 'schedule' | 'seed'> {
  /** How it wants its images. */
  readonly format: ImageFormat;
  /** Classes that it can tell apart at most. */
  readonly mostWays: number;
  /** Images (N, H, W, C) as the learner takes them: themselves, or their features. */
  prepare(x: NdArray): Promise<NdArray>;
  /** Adapts to a support set of `classes` classes, whose x was prepared. */
  adapt(support: HostOf<Examples>, classes: number, steps: number, signal?: AbortSignal): Promise<Adapted<unknown>>;
}

/**
 * Opens a run that learned from images.
 * @throws UsageError where it learned from something else.
 */
export async function openImageLearner(path: string, command: string): Promise<ImageLearner> {
  const opened = await openTrainedRun(path);
  const { settings, family } = opened;
  const { theta } = (await readTheta(opened)) as { theta: Theta };
  const format = (settings.features === undefined ? family!.description : (family!.description.of as Record<string, unknown>)).image as ImageFormat | undefined;
  const { target } = family!;
  if (format === undefined || target.kind !== 'classes') {
    throw new UsageError(`${command} takes images, and the run in ${path} learned the task ${settings.task}: give a run of glyphs, omniglot, images:DIR or the like.`);
  }
  const any = algorithmNamed(settings.algorithm).anyWays ?? false;
  const made = new Map<number, AnyAlgorithm>();
  // One value for each number of ways, so that its programs are compiled once.
  const algorithmFor = (ways: number): AnyAlgorithm => {
    const found = made.get(ways) ?? algorithmOf(settings, { ...family!, target: { kind: 'classes', ways } });
    made.set(ways, found);
    return found;
  };
  return {
    ...opened,
    format,
    mostWays: any ? Infinity : target.ways,
    prepare: async (x) => (settings.features === undefined ? x : featuresOf(x, settings.features, settings.featureOptions ?? {})),
    adapt(support, classes, steps, signal) {
      const ways = any ? classes : target.ways;
      return adaptTo({ algorithm: algorithmFor(ways), theta, support, steps, signal, ...(classes < ways ? { classes: firstOf(classes, ways) } : {}) });
    },
  };
}

/** float32 (ways): one for the first `present` classes. */
function firstOf(present: number, ways: number): NdArray {
  return { data: new Float32Array(ways).fill(1, 0, present), shape: [ways], dtype: 'float32' };
}
