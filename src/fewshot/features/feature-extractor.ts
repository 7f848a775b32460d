import { availableParallelism } from 'node:os';
import { sizeOf, type NdArray, type Shape } from '../../graph/index.js';
import { openFeatureModel } from './feature-model.js';
import { fitInput, type ImageLayout, type InputScaling } from './model-input.js';
import { poolRows, type FeaturePooling } from './pool.js';

export interface FeatureModelOptions extends InputScaling {
  /** An .onnx file of one float32 input. */
  readonly model: string;
  /** The output to read, where the model has several. */
  readonly output?: string;
  /** Where the model wants the channels of images; needed only where its shape does not tell. */
  readonly layout?: ImageLayout;
  /** How tokens or maps become one vector. Default 'flatten'. */
  readonly pooling?: FeaturePooling;
  /** Rows of a call, where the model takes any. Default 32. */
  readonly batchSize?: number;
  /** Threads of the model. Default: as many as there are cores. */
  readonly threads?: number;
}

/** A model that is loaded and turns examples into vectors. */
export interface FeatureExtractor {
  /** Rows of each of its calls. */
  readonly batchSize: number;
  /** x (N, ...) to float32 (N, D), in batches. */
  features(x: NdArray): Promise<NdArray>;
  release(): Promise<void>;
}

/**
 * Opens an ONNX model from disk, such as the image encoder of CLIP or DINO, for examples of a shape. Images (height, width, 1 or 3) in [0, 1] are laid out as the
 * model wants, grey ones repeated for a model of colour, and scaled by `mean` and `std` (ImageNet's are [0.485, 0.456, 0.406] and [0.229, 0.224, 0.225]; for a model
 * of values up to 255 give std [1 / 255]). Release it after use.
 *
 * @param inputShape the shape of one example.
 * @throws Error where the model cannot be loaded, or does not take examples of this shape: it gives both shapes and says what to ask for.
 */
export async function featureExtractor(options: FeatureModelOptions, inputShape: Shape): Promise<FeatureExtractor> {
  const { batchSize = 32, threads = availableParallelism(), pooling = 'flatten' } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1) throw new RangeError(`batchSize must be a whole number of at least 1, got ${batchSize}.`);
  const model = await openFeatureModel(options.model, options.output, threads);
  let input;
  try {
    input = fitInput(model.name, model.dimensions, inputShape, options, options.layout);
  } catch (error) {
    await model.release();
    throw error;
  }
  const { rows: fixed, shape, layout, write } = input;
  const most = fixed ?? batchSize;
  const [from, to] = [sizeOf(inputShape), sizeOf(shape)];

  const batch = async (x: NdArray, first: number, rows: number): Promise<{ data: Float32Array; width: number }> => {
    // A model of fixed rows gets zeros in place of what lacks.
    const sent = fixed ?? rows;
    const data = new Float32Array(sent * to);
    for (let row = 0; row < rows; row++) write(x.data, (first + row) * from, data, row * to);
    return poolRows(await model.run(data, [sent, ...shape]), rows, sent, pooling, layout, model.name);
  };

  return {
    batchSize: most,
    async features(x) {
      const [total] = x.shape;
      if (x.data.length !== total * from) throw new RangeError(`Examples must have the shape (N, ${inputShape.join(', ')}), got (${x.shape.join(', ')}).`);
      const parts: Float32Array[] = [];
      let width = 0;
      for (let first = 0; first < total; first += most) {
        const part = await batch(x, first, Math.min(most, total - first));
        parts.push(part.data);
        width = part.width;
      }
      const data = new Float32Array(total * width);
      parts.reduce((at, part) => (data.set(part, at), at + part.length), 0);
      return { data, shape: [total, width], dtype: 'float32' };
    },
    release: () => model.release(),
  };
}
