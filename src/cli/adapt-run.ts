import { readFolder, readLabelledFolder, type ImageFormat } from '../fewshot/index.js';
import type { NdArray } from '../graph/index.js';
import { adaptTo } from '../training/index.js';
import { UsageError } from './failure.js';
import { openTrainedRun, readTheta } from './run-folder.js';
import { algorithmNamed } from './catalogue/index.js';
import { algorithmOf } from './setup.js';

export interface AdaptResult {
  readonly run: string;
  /** The names of the classes: the folders of the support images. */
  readonly classes: readonly string[];
  /** How many support images each class has. */
  readonly support: Readonly<Record<string, number>>;
  readonly steps: number;
  readonly protocol: 'inductive';
  readonly predictions: readonly { readonly file: string; readonly predicted: string; readonly probabilities: Readonly<Record<string, number>> }[];
}

/**
 * Adapts a trained run to the images of `support`, one folder per class, and predicts the class of each image in `query`. Every image is
 * predicted by itself.
 */
export async function adaptRun(path: string, { support, query, steps: asked }: { support: string; query: string; steps?: number }): Promise<AdaptResult> {
  const opened = await openTrainedRun(path);
  const { settings, schedule, family } = opened;
  const format = family?.description.image as ImageFormat | undefined;
  if (family && (format === undefined || family.target.kind !== 'classes')) {
    throw new UsageError(`adapt takes images, and the run in ${path} learned the task ${settings.task}: give a run of glyphs, omniglot or images:DIR.`);
  }
  const { theta } = await readTheta(opened);
  const steps = asked ?? schedule.testSteps;

  const labelled = readLabelledFolder(support, format!);
  const present = labelled.classes.length;
  if (present < 2) throw new UsageError(`${support} has one class, ${labelled.classes[0]}: give a folder for each of at least two classes.`);
  const ways = algorithmNamed(settings.algorithm).anyWays ? present : (family!.target as { ways: number }).ways;
  if (present > ways) {
    throw new UsageError(`${support} has ${present} classes, and this learner tells apart at most ${ways}. Train one with --ways ${present}, or take folders away.`);
  }
  const { files, x } = readFolder(query, format!);
  const learned = await adaptTo({
    algorithm: algorithmOf(settings, { ...family!, target: { kind: 'classes', ways } }),
    theta,
    support: { x: labelled.x, y: labelled.y },
    steps,
    ...(present < ways ? { classes: firstOf(present, ways) } : {}),
  });
  const logits = await learned.predict(x);
  const predictions = files.map((file, row) => {
    const probabilities = softmax(logits, row, present);
    const best = probabilities.indexOf(Math.max(...probabilities));
    return { file, predicted: labelled.classes[best], probabilities: Object.fromEntries(labelled.classes.map((name, i) => [name, probabilities[i]])) };
  });
  const counts = labelled.classes.map((name, label) => [name, labelled.y.data.filter((each: number) => each === label).length] as const);
  return { run: path, classes: labelled.classes, support: Object.fromEntries(counts), steps, protocol: 'inductive', predictions };
}

/** float32 (ways): one for the first `present` classes. */
function firstOf(present: number, ways: number): NdArray {
  return { data: new Float32Array(ways).fill(1, 0, present), shape: [ways], dtype: 'float32' };
}

/** The probabilities of the first `present` classes of one row of logits. */
function softmax({ data, shape }: NdArray, row: number, present: number): number[] {
  const logits = Array.from(data.subarray(row * shape[1], row * shape[1] + present));
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
