import { countRange, episodes, type EpisodeSizes, type ExampleClasses, type Split, type TaskFamily } from '../tasks/index.js';
import { augmented, type Augmentation } from './augmentation.js';

/** How an image must be prepared for a learner of a family: what `adapt` does with a user's own files. */
export interface ImageFormat {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** Whether dark ink on light paper becomes one on zero. */
  readonly invert: boolean;
}

/** The default queries of each class, as in most papers. */
export const defaultQueries = 15;

/** A family of classification tasks that also tells what classes they are drawn from. */
export interface ClassFamily extends TaskFamily {
  readonly splits: Readonly<Record<Split, ExampleClasses>>;
  /** Draws the same tasks from other inputs of the same classes, such as vectors in place of images. Absent where tasks are plain episodes. */
  over?(splits: ClassFamily['splits'], inputShape: readonly number[]): Drawing;
}

/** How tasks are drawn. */
export type Drawing = Pick<TaskFamily, 'sample' | 'kindOf'>;

/** The tasks of a family, drawn from other inputs of the same classes. @throws RangeError where these have too few examples. */
export function drawnOver(family: ClassFamily, splits: ClassFamily['splits'], inputShape: readonly number[]): Drawing {
  return family.over?.(splits, inputShape) ?? { sample: episodes(family.name, splits, inputShape, sizesOf(family)) };
}

/** The sizes of tasks that a family says of itself. */
export function sizesOf({ description, target }: TaskFamily): EpisodeSizes {
  const own = description as Partial<EpisodeSizes>;
  return { ways: own.ways ?? (target.kind === 'classes' ? target.ways : 2), shots: own.shots ?? 1, queries: own.queries ?? defaultQueries, balance: own.balance };
}

/**
 * A family of N-way K-shot classification tasks of inputs of any one shape.
 * @throws RangeError where a split is missing, or has too little for such tasks.
 */
export function classFamily(
  name: string,
  splits: Readonly<Record<Split, ExampleClasses>>,
  inputShape: readonly number[],
  { ways, shots, queries, balance = 'equal' }: EpisodeSizes,
  description: Readonly<Record<string, unknown>>,
): ClassFamily {
  for (const split of ['train', 'validation', 'test'] as const) {
    if (!splits[split]) throw new RangeError(`${name} has no ${split} split: give classes for train, validation and test, none of them in two.`);
  }
  const classes = { train: splits.train.count, validation: splits.validation.count, test: splits.test.count };
  return {
    name,
    inputShape,
    target: { kind: 'classes', ways: countRange('ways', ways, 2)[1] },
    description: { ways, shots, queries, ...(balance === 'equal' ? {} : { balance }), ...description, classes },
    splits,
    sample: episodes(name, splits, inputShape, { ways, shots, queries, balance }),
  };
}

/**
 * A family of N-way K-shot image classification tasks; `description.image` tells how its images were prepared.
 * @param augmentation how the images of training tasks are varied; those of validation and testing never are.
 */
export function imageFamily(
  name: string,
  splits: Readonly<Record<Split, ExampleClasses>>,
  image: ImageFormat,
  sizes: EpisodeSizes,
  description: Readonly<Record<string, unknown>>,
  augmentation?: Augmentation,
): ClassFamily {
  const inputShape = [image.height, image.width, image.channels];
  if (!augmentation) return classFamily(name, splits, inputShape, sizes, { ...description, image });
  const train = augmented(splits.train, inputShape, augmentation);
  return classFamily(name, { ...splits, train }, inputShape, sizes, { ...description, image, augmentation });
}
