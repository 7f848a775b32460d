import { basename, join } from 'node:path';
import type { NdArray } from '../../graph/index.js';
import { episodes, type EpisodeSizes, type ExampleClasses, type Split } from '../../tasks/index.js';
import { cacheDirectory as userCache, fingerprint } from '../../tasks/files/index.js';
import { classFamily, drawnOver, sizesOf, type ClassFamily, type Drawing } from '../family.js';
import { computeFeatures, type ComputeOptions } from './compute-features.js';
import { examplesFingerprint, modelFingerprint, readFeatures, splitNames, writeFeatures } from './feature-cache.js';

export interface FrozenFeaturesOptions extends ComputeOptions, Partial<EpisodeSizes> {
  /** Examples of each class whose features are computed: its first ones. Default: all; classes without end need a number. */
  readonly maximumExamples?: number;
  /** The folder that keeps features. Default: `features` in the user's cache folder. */
  readonly cacheDirectory?: string;
}

/**
 * A family with the vectors of a frozen model in place of the examples of another: what a meta-learned head on an encoder that the user has, such as CLIP or DINO,
 * is trained on. Inputs are float32 (D). Tasks are drawn as `family` draws them, within its alphabets or kinds; where they are plain episodes, other sizes may be given.
 *
 * All examples of all splits go through the model once, which may take long: `onProgress` is called after each batch. Their vectors are kept in a file
 * whose name is made of the fingerprints of the model, the examples and how they are prepared, so that the next call with the same, in a worker process too, only
 * reads it. Features are those of plain examples: augmentations of `family` are not used. New examples are prepared by `featureExtractor` with the same options.
 *
 * @throws Error where the model is missing, cannot be loaded, does not take the examples, or gives values that are no numbers; RangeError where classes have
 *   more than 100,000 examples and `maximumExamples` is not given.
 */
export async function frozenFeatures(family: ClassFamily, options: FrozenFeaturesOptions): Promise<ClassFamily> {
  const { model, output, layout, mean, std, pooling, maximumExamples, cacheDirectory = join(userCache(), 'features') } = options;
  requireEnd(family, maximumExamples);
  const preparation = { model: basename(model), sha256: await modelFingerprint(model), output, layout, mean, std, pooling, maximumExamples };
  const key = fingerprint(JSON.stringify([preparation, examplesFingerprint(family)]));
  const file = join(cacheDirectory, `${slug(family.name)}-${slug(basename(model, '.onnx'))}-${key.slice(0, 16)}.safetensors`);
  const starts = perSplit((split) => startsOf(family.splits[split], maximumExamples));
  const counts = perSplit((split) => starts[split].at(-1)!);
  const sizes = sizesWith(family, options);
  const drawing = (splits: ClassFamily['splits'], inputShape: readonly number[]): Drawing => (family.over ? drawnOver(family, splits, inputShape) : { sample: episodes(family.name, splits, inputShape, sizes) });
  // Sizes that do not fit must be known before the features are computed.
  drawing(perSplit((split) => ({ ...family.splits[split], sizeOf: (index) => starts[split][index + 1] - starts[split][index] })), family.inputShape);

  let problem: string | undefined;
  let features = await readFeatures(file, key, counts);
  if (!features) {
    features = await computeFeatures(family, starts, options);
    problem = await writeFeatures(file, key, features);
  }
  const warnings = [...(family.warnings ?? []), ...(problem ? [problem] : [])];
  const splits = perSplit((split) => keptClasses(family.splits[split], features[split], starts[split]));
  const inputShape = [features.train.shape[1]];
  const name = `${family.name}, features of ${basename(model)}`;
  const description = { of: { name: family.name, ...family.description }, features: preparation };
  return {
    ...(family.over ? { name, inputShape, target: family.target, description, splits, ...drawing(splits, inputShape) } : classFamily(name, splits, inputShape, sizes, description)),
    ...(warnings.length > 0 && { warnings }),
  };
}

/** The largest class that is taken whole unasked. */
const endless = 100_000;

function requireEnd({ name, splits }: ClassFamily, maximum: number | undefined): void {
  if (maximum !== undefined) {
    if (!Number.isInteger(maximum) || maximum < 1) throw new RangeError(`maximumExamples must be a whole number of at least 1, got ${maximum}.`);
    return;
  }
  for (const split of splitNames) {
    const { count, nameOf, sizeOf: size } = splits[split];
    const large = Array.from({ length: count }, (_, i) => i).find((i) => size(i) > endless);
    if (large !== undefined) throw new RangeError(`Class "${nameOf(large)}" of ${name} (${split}) has ${size(large)} examples, too many to keep the features of all. Give maximumExamples, for example 100.`);
  }
}

/** The row at which each class begins, and last that at which all end. */
function startsOf({ count, sizeOf: size }: ExampleClasses, maximum = Infinity): number[] {
  const starts = [0];
  for (let index = 0; index < count; index++) starts.push(starts[index] + Math.min(size(index), maximum));
  return starts;
}

function keptClasses({ count, nameOf, variants }: ExampleClasses, { data, shape: [, width] }: NdArray, starts: readonly number[]): ExampleClasses {
  return {
    count,
    nameOf,
    ...(variants === undefined ? {} : { variants }),
    sizeOf: (index) => starts[index + 1] - starts[index],
    write(index, example, into, offset) {
      const at = (starts[index] + example) * width;
      into.set(data.subarray(at, at + width), offset);
    },
  };
}

/** The sizes asked for, else those of the family. @throws RangeError where others are asked for of one that draws its tasks in a way of its own. */
function sizesWith(family: ClassFamily, asked: Partial<EpisodeSizes>): EpisodeSizes {
  const own = sizesOf(family);
  const said = Object.entries({ ways: asked.ways, shots: asked.shots, queries: asked.queries, balance: asked.balance }).filter(([, value]) => value !== undefined);
  if (family.over && said.length > 0) throw new RangeError(`${family.name} draws its tasks in a way of its own, so that ${said.map(([name]) => name).join(', ')} must be given to it.`);
  return { ...own, ...Object.fromEntries(said) };
}

function perSplit<T>(of: (split: Split) => T): Record<Split, T> {
  return { train: of('train'), validation: of('validation'), test: of('test') };
}

/** A name that every file system takes. */
function slug(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 40);
}
