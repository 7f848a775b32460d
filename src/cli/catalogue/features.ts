import { z } from 'zod';
import { featureExtractor, frozenFeatures, type FeatureExtractor, type FeatureModelOptions } from '../../fewshot/index.js';
import type { NdArray } from '../../graph/index.js';
import { isClassFamily } from '../class-family.js';
import { UsageError } from '../failure.js';
import { progressLine } from '../progress.js';
import type { TaskFamily } from '../../tasks/index.js';

const channels = (what: string) => z.preprocess((value) => (typeof value === 'number' ? [value] : value), z.array(z.number()).min(1).optional()).describe(what);

/** What --features MODEL may be told by --set. */
export const featureOptions = z.strictObject({
  featurePooling: z.enum(['flatten', 'mean', 'first']).default('flatten').describe('how tokens or maps of the model become one vector'),
  featureMean: channels('what is taken from each channel before the model'),
  featureStd: channels('what each channel is then divided by'),
  featureLayout: z.enum(['NHWC', 'NCHW']).optional().describe('where the model wants the channels of images, where its shape does not tell'),
  featureOutput: z.string().min(1).optional().describe('the output of the model to read, where it has several'),
  maximumExamples: z.number().int().min(1).optional().describe('examples of each class whose features are computed; tasks without end need it'),
});

/** A family seen through a model from disk; the vectors are computed once and kept. */
export async function familyOfFeatures(family: TaskFamily, model: string, given: Readonly<Record<string, unknown>>): Promise<TaskFamily> {
  if (!isClassFamily(family)) throw new UsageError(`--features needs tasks that are drawn from examples of classes, and ${family.name} are not.`);
  const line = progressLine('features');
  const { maximumExamples } = featureOptions.parse(given);
  try {
    return await frozenFeatures(family, { ...modelOptions(model, given), maximumExamples, onProgress: (reached) => line.show(reached) });
  } finally {
    line.end();
  }
}

/** The features of single examples (N, ...), as those of the family are made. */
export async function featuresOf(x: NdArray, model: string, given: Readonly<Record<string, unknown>>): Promise<NdArray> {
  const extractor = await openFeatures(model, given, x.shape.slice(1));
  try {
    return await extractor.features(x);
  } finally {
    await extractor.release();
  }
}

/** The model itself, for examples of a shape; release it after use. */
export function openFeatures(model: string, given: Readonly<Record<string, unknown>>, inputShape: readonly number[]): Promise<FeatureExtractor> {
  return featureExtractor(modelOptions(model, given), inputShape);
}

function modelOptions(model: string, given: Readonly<Record<string, unknown>>): FeatureModelOptions {
  const { featurePooling: pooling, featureMean: mean, featureStd: std, featureLayout: layout, featureOutput: output } = featureOptions.parse(given);
  return { model, pooling, mean, std, layout, output };
}
