import { imageFrom, inspectImage, type ImageFormat } from '../../fewshot/index.js';
import type { NdArray } from '../../graph/index.js';
import { openFeatures } from '../catalogue/index.js';
import { imageFormatOf } from '../image-learner.js';
import type { Learner } from '../learner.js';
import type { Inputs } from './forms/index.js';
import { malformed } from './refusal.js';

/** A small file may say that it is a huge image. */
const mostPixels = 16e6;

/** What makes of inputs in a request those of the learner: images are decoded, resized and, where the run has one, sent through its model of features. */
export function inputsFor({ family, settings: { features, featureOptions } }: Pick<Learner, 'family' | 'settings'>): (inputs: Inputs) => Promise<NdArray> {
  const format = imageFormatOf(family);
  let extractor: ReturnType<typeof openFeatures> | undefined;
  return async (inputs) => {
    if ('x' in inputs) return inputs.x;
    const x = stacked(inputs.images, format!);
    if (features === undefined) return x;
    return (await (extractor ??= openFeatures(features, featureOptions ?? {}, x.shape.slice(1)))).features(x);
  };
}

function stacked(images: readonly string[], format: ImageFormat): NdArray {
  const { height, width, channels } = format;
  const size = height * width * channels;
  const data = new Float32Array(images.length * size);
  images.forEach((base64, index) => data.set(decoded(base64, `Image ${index}`, format), index * size));
  return { data, shape: [images.length, height, width, channels], dtype: 'float32' };
}

function decoded(base64: string, name: string, format: ImageFormat): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  try {
    const { height, width } = inspectImage(bytes, name);
    if (height * width > mostPixels) throw new Error(`${name} is ${width}x${height} pixels, more than the ${mostPixels / 1e6} million that are served. Shrink it first.`);
    return imageFrom(bytes, name, format).data;
  } catch (error) {
    throw malformed((error as Error).message);
  }
}
