import {
  algorithmNamed,
  familyOfFeatures,
  mostOf,
  networkFor,
  networkNamed,
  taskNamed,
  type AnyAlgorithm,
  type Network,
  type NetworkInputs,
  type Schedule,
  type TaskFacts,
  type TaskShape,
  type TaskSizes,
  untyped,
} from './catalogue/index.js';
import { onFeatures, testTimeAugmentation } from '../algorithms/index.js';
import { UsageError } from './failure.js';
import type { Encoder, FieldsParams } from '../nn/index.js';
import { adam, cosine, linear, sgd, type Optimizer } from '../optim/index.js';
import type { TaskFamily } from '../tasks/index.js';
import type { Built, Json } from '../training/index.js';
import { featuresOf, fieldsEncoderOf, learnsRatings, rowsOfRating } from './ratings/inputs.js';
import { factsOf, settingsSchema, type Settings } from './settings/index.js';

/** What worker processes import: the family and the algorithm of the settings in a run's config.json. */
export default function build(settings: Json): Promise<Built> {
  return buildRun(settingsSchema.parse(settings));
}

/** The family and the algorithm that training has, alike in its worker processes. */
export async function buildRun(settings: Settings): Promise<Built> {
  const family = await familyOf(settings, { ...settings, ways: settings.trainWays ?? settings.ways });
  return { family, algorithm: algorithmOf(settings, family) };
}

/** The same of tasks as they are at test, with as many queries as said. */
export async function buildTest(settings: Settings, queries = settings.queries): Promise<Built> {
  const family = await familyOf(settings, { ...settings, queries });
  return { family, algorithm: algorithmOf(settings, family) };
}

/**
 * The tasks that settings name, of the sizes given.
 * @throws UsageError where the data do not have as many classes or examples.
 */
export async function familyOf(settings: Settings, { ways, shots, queries }: TaskSizes): Promise<TaskFamily> {
  const { task, argument, data, taskOptions, features } = settings;
  const splitWays = splitWaysOf(settings);
  const entry = taskNamed(task);
  return usable(async () => {
    const family = await entry.family({ argument, data, ways, splitWays, shots, queries, options: entry.options.parse(taskOptions) });
    return features === undefined ? family : familyOfFeatures(family, features, settings.featureOptions ?? {});
  });
}

/** How many classes each split of a run's data has at least: as many as its widest tasks, so that training and test have the same splits. */
export function splitWaysOf({ splitWays, ways, trainWays = 0 }: Settings): number | undefined {
  return splitWays ?? (ways === undefined ? undefined : Math.max(mostOf(ways), trainWays));
}

export function algorithmOf(settings: Settings, shape: TaskShape): AnyAlgorithm {
  return onInputs(settings, shape, (inner) => chosenAlgorithm(settings, inner));
}

/** An algorithm as `build` makes it for inputs of some shape: for rows of ratings, on the embeddings of their fields. */
export function onInputs(settings: Settings, shape: TaskShape, build: (shape: TaskShape) => AnyAlgorithm): AnyAlgorithm {
  if (!learnsRatings(settings)) return build(shape);
  const encoder = fieldsEncoderOf(shape);
  return untyped(onFeatures(encoder, build(featuresOf(shape, encoder))));
}

/** The two parts of what learns ratings: the encoder that all users share, and the algorithm that stands on its features. */
export function ratingParts(settings: Settings, shape: TaskShape): { readonly encoder: Encoder<FieldsParams>; readonly inner: AnyAlgorithm } {
  const encoder = fieldsEncoderOf(shape);
  return { encoder, inner: chosenAlgorithm(settings, featuresOf(shape, encoder)) };
}

function chosenAlgorithm(settings: Settings, shape: TaskShape): AnyAlgorithm {
  const entry = algorithmNamed(settings.algorithm);
  const facts = settingsFacts(settings);
  const options = entry.options(facts).parse(settings.algorithmOptions);
  return usableNow(() => asTested(settings, shape, entry.build(options, shape, networkOf(settings, shape), { ...facts, shots: facts.shots * rowsOfRating(shape) })));
}

/** An algorithm that sees shifted copies of images, where the settings say so. @throws UsageError where it sees no images, or none that are large enough. */
export function asTested(settings: Settings, { inputShape }: Pick<TaskShape, 'inputShape'>, algorithm: AnyAlgorithm): AnyAlgorithm {
  const { testShift, task, features } = settings;
  if (!testShift) return algorithm;
  if (settingsFacts(settings).input !== 'image') {
    const sees = features === undefined ? `the task ${task} has none` : 'this learner sees what --features makes of them';
    throw new UsageError(`--test-shift ${testShift} shifts images, and ${sees}: leave it out.`);
  }
  const side = Math.min(inputShape[0], inputShape[1]);
  if (testShift >= side) throw new UsageError(`--test-shift ${testShift}: images are ${inputShape[0]} by ${inputShape[1]} pixels: give ${side - 1} or less.`);
  return testTimeAugmentation(algorithm, { shift: testShift });
}

/** The settings, with another shift than that of the training where one was asked for; 0 is none. */
export function withTestShift(settings: Settings, asked: number | undefined): Settings {
  return asked === undefined ? settings : { ...settings, testShift: asked === 0 ? undefined : asked };
}

export function networkOf(settings: Settings, inputs: NetworkInputs): Network {
  const { network, channels } = settings;
  return usableNow(() => networkFor(networkNamed(network, settingsFacts(settings).input), inputs, channels));
}

/** @param iterations after which a falling rate is at its end. */
export function optimizerOf({ optimizer, outerLearningRate, decay, iterations }: Schedule): Optimizer {
  const rate = { none: outerLearningRate, linear: linear(outerLearningRate, iterations), cosine: cosine(outerLearningRate, iterations) }[decay];
  return optimizer === 'adam' ? adam(rate) : sgd(rate);
}

export function settingsFacts(settings: Settings): TaskFacts {
  const entry = taskNamed(settings.task);
  return factsOf(entry, entry.options.parse(settings.taskOptions) as Record<string, never>, settings);
}

/** Sizes that do not go together are what was asked for, not what went wrong. */
export async function usable<T>(make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    throw asUsage(error);
  }
}

function usableNow<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw asUsage(error);
  }
}

function asUsage(error: unknown): unknown {
  return error instanceof RangeError ? new UsageError(error.message, { cause: error }) : error;
}
