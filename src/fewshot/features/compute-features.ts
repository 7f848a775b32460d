import { sizeOf, type NdArray } from '../../graph/index.js';
import type { Split } from '../../tasks/index.js';
import type { ClassFamily } from '../family.js';
import { splitNames, type SplitFeatures } from './feature-cache.js';
import { featureExtractor, type FeatureExtractor, type FeatureModelOptions } from './feature-extractor.js';

export interface ComputeOptions extends FeatureModelOptions {
  /** Called after each batch that is computed. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/**
 * The features of the first examples of every class.
 * @param starts for each split the row at which each class begins, and last that at which all end.
 */
export async function computeFeatures(family: ClassFamily, starts: Readonly<Record<Split, readonly number[]>>, options: ComputeOptions): Promise<SplitFeatures> {
  const extractor = await featureExtractor(options, family.inputShape);
  const total = splitNames.reduce((sum, split) => sum + starts[split].at(-1)!, 0);
  let done = 0;
  const tell = (rows: number): void => options.onProgress?.({ done: (done += rows), total });
  try {
    const of = async (split: Split): Promise<NdArray> => featuresOf(family, split, starts[split], extractor, tell);
    return { train: await of('train'), validation: await of('validation'), test: await of('test') };
  } finally {
    await extractor.release();
  }
}

async function featuresOf({ name, inputShape, splits }: ClassFamily, split: Split, starts: readonly number[], { features, batchSize }: FeatureExtractor, tell: (rows: number) => void): Promise<NdArray> {
  const size = sizeOf(inputShape);
  const total = starts.at(-1)!;
  let all: Float32Array | undefined;
  for (let first = 0, index = 0; first < total; first += batchSize) {
    const rows = Math.min(batchSize, total - first);
    const x = new Float32Array(rows * size);
    const classes: number[] = [];
    for (let row = 0; row < rows; row++) {
      while (first + row >= starts[index + 1]) index++;
      splits[split].write(index, first + row - starts[index], x, row * size);
      classes.push(index);
    }
    const { data, shape } = await features({ data: x, shape: [rows, ...inputShape], dtype: 'float32' });
    const wrong = (data as Float32Array).findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) throw new Error(`The model gives ${data[wrong]} for an example of class "${splits[split].nameOf(classes[Math.floor(wrong / shape[1])])}" of ${name} (${split}). Its mean and std may be wrong, or the model.`);
    all ??= new Float32Array(total * shape[1]);
    all.set(data, first * shape[1]);
    tell(rows);
  }
  return { data: all!, shape: [total, all!.length / total], dtype: 'float32' };
}
