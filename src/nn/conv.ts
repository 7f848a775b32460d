import { conv2d, type Tensor } from '../graph/index.js';
import { withBias } from './dense.js';
import { glorotUniform, zerosInitialiser, type Initialiser } from './initialisers.js';
import { learner, type Learner } from './learner.js';

/** `kernel` is (height, width, inputs, outputs), `bias` (outputs). */
export type ConvParams = { readonly kernel: Tensor; readonly bias?: Tensor };

export interface ConvOptions {
  /** Height and width of the kernel. Default 3. */
  readonly size?: number;
  /** Default 1. */
  readonly stride?: number;
  /** Zeros around the image: a number for each side, or 'same' or 'valid'. Default 'valid', none. */
  readonly padding?: 'same' | 'valid' | number;
  /** Whether a bias is added; it starts at zero. Default true. Needless before batch normalisation. */
  readonly bias?: boolean;
  /** Of the kernel. Default `glorotUniform`. */
  readonly initialiser?: Initialiser;
}

/** Convolution of images (N, H, W, inputs) to (N, H', W', outputs). */
export function conv(inputs: number, outputs: number, options: ConvOptions = {}): Learner<ConvParams> {
  const { size = 3, stride = 1, padding = 'valid', bias = true, initialiser = glorotUniform } = options;
  return learner<ConvParams>(
    (key) => ({ kernel: initialiser(key, [size, size, inputs, outputs]), ...(bias && { bias: zerosInitialiser(key, [outputs]) }) }),
    (params, x) => withBias(conv2d(x, params.kernel, { stride, padding }), params.bias),
  );
}
