import { passedOverPictures, passedOverWarnings, readFolder, readLabelledFolder } from '../fewshot/index.js';
import { probabilitiesOf } from '../training/index.js';
import { UsageError } from './failure.js';
import { openImageLearner } from './image-learner.js';
import type { LearnerOptions } from './learner.js';
import { quoted } from './options/quoted.js';

export interface AdaptResult {
  readonly run: string;
  /** The names of the classes: the folders of the support images. */
  readonly classes: readonly string[];
  /** How many support images each class has. */
  readonly support: Readonly<Record<string, number>>;
  readonly steps: number;
  readonly protocol: 'inductive';
  /** What the folders hold and was not read, in sentences. */
  readonly warnings: readonly string[];
  readonly predictions: readonly { readonly file: string; readonly predicted: string; readonly probabilities: Readonly<Record<string, number>> }[];
}

/**
 * Adapts a trained run to the images of `support`, one folder per class, and predicts the class of each image in `query`. Every image is
 * predicted by itself.
 */
export async function adaptRun(path: string, { support, query, steps: asked, ...options }: LearnerOptions & { support: string; query: string; steps?: number }): Promise<AdaptResult> {
  const learner = await openImageLearner(path, 'adapt', options);
  const { format, mostWays } = learner;
  const steps = learner.steps(asked);

  const labelled = readLabelledFolder(support, format);
  const present = labelled.classes.length;
  if (present < 2) throw new UsageError(`${support} has one class, ${labelled.classes[0]}: give a folder for each of at least two classes.`);
  if (present > mostWays) {
    throw new UsageError(`${support} has ${present} classes, and this learner tells apart at most ${mostWays}. Train one with --ways ${present}, or take folders away.`);
  }
  const { files, x } = readFolder(query, format);
  const learned = await learner.adapt({ x: await learner.prepare(labelled.x), y: labelled.y }, present, steps);
  const logits = await learned.predict(await learner.prepare(x));
  const predictions = files.map((file, row) => {
    const width = logits.shape[1];
    const probabilities = probabilitiesOf(Array.from(logits.data.subarray(row * width, row * width + present)));
    if (!probabilities.every(Number.isFinite)) throw new Error(`Adapting to the images of ${support} gave answers that are no numbers: the learner diverged. ${steps > 1 ? 'Give fewer --steps, or train' : 'Train'} one with smaller rates: metalearn test ${quoted(path)} tells how it does.`);
    const best = probabilities.indexOf(Math.max(...probabilities));
    return { file, predicted: labelled.classes[best], probabilities: Object.fromEntries(labelled.classes.map((name, i) => [name, probabilities[i]])) };
  });
  const warnings = [...passedOverWarnings(labelled.files, support), ...passedOverPictures(files, query)];
  const counts = labelled.classes.map((name, label) => [name, labelled.y.data.filter((each: number) => each === label).length] as const);
  return { run: path, classes: labelled.classes, support: Object.fromEntries(counts), steps, protocol: 'inductive', warnings, predictions };
}
