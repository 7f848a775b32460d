import { protoNet, type Algorithm } from '../algorithms/index.js';
import { classFamily } from '../fewshot/family.js';
import { frozenFeatures, type ClassFamily } from '../fewshot/index.js';
import { mlpEncoder } from '../nn/index.js';
import type { ExampleClasses, TaskFamily } from '../tasks/index.js';

/** Images of 4x4 pixels in colour whose channels have means that belong to the class; `seen` is called with each that is written. */
export function patches(perClass = 8, shift = 0, seen?: () => void): ClassFamily {
  const classes = (first: number, count: number): ExampleClasses => ({
    count,
    nameOf: (index) => `patch ${first + index}`,
    sizeOf: () => perClass,
    write(index, example, into, offset) {
      seen?.();
      for (let i = 0; i < 48; i++) into[offset + i] = Math.sin(3 * (first + index) + 2 * (i % 3)) + 0.1 * Math.sin(i * example) + shift;
    },
  });
  return classFamily('patches', { train: classes(0, 6), validation: classes(6, 3), test: classes(9, 3) }, [4, 4, 3], { ways: 3, shots: 1, queries: 2 }, {});
}

export interface FeatureJobOptions {
  readonly model: string;
  readonly cacheDirectory: string;
}

/** Prototypes on a dense layer on frozen features: what worker processes in tests build. */
export default async function featureJob({ model, cacheDirectory }: FeatureJobOptions): Promise<{ family: TaskFamily; algorithm: Algorithm<unknown, unknown> }> {
  const family = await frozenFeatures(patches(), { model, cacheDirectory, threads: 1 });
  const algorithm = protoNet({ encoder: mlpEncoder({ inputs: family.inputShape[0], hidden: [4] }), ways: 3 });
  return { family, algorithm: algorithm as unknown as Algorithm<unknown, unknown> };
}

/** The URL of this module. */
export const featureModule = import.meta.url;
