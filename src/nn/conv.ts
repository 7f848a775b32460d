import { conv2d, type Padding, type Tensor } from '../graph/index.js';
import { withBias } from './dense.js';
import { glorotUniform, zerosInitialiser, type Initialiser } from './initialisers.js';
import { learner, type Learner } from './learner.js';
import { oneOf } from './one-of.js';

/** `kernel` is (height, width, inputs, outputs), `bias` (outputs). */
export type ConvParams = { readonly kernel: Tensor; readonly bias?: Tensor };

export interface ConvOptions {
  /** Height and width of the kernel: both, or a pair. Default 3. */
  readonly size?: number | readonly [height: number, width: number];
  /** Default 1. */
  readonly stride?: number | readonly [down: number, across: number];
  /** Zeros around the image: a number for each side, a pair (above and below, left and right), or 'same' or 'valid'. Default 'valid', none. */
  readonly padding?: Padding;
  /** Whether a bias is added; it starts at zero. Default true. Needless before batch normalisation. */
  readonly bias?: boolean;
  /** Of the kernel. Default `glorotUniform`. */
  readonly initialiser?: Initialiser;
}

/**
 * Convolution of images (N, H, W, inputs) to (N, H', W', outputs).
 * @throws RangeError where the sizes are not whole numbers of at least 1, or `padding` is another word than 'same' and 'valid'.
 */
export function conv(inputs: number, outputs: number, options: ConvOptions = {}): Learner<ConvParams> {
  const { size = 3, stride = 1, padding = 'valid', bias = true, initialiser = glorotUniform } = options;
  if (typeof padding === 'string') oneOf('padding', padding, ['same', 'valid']);
  const [height, width] = typeof size === 'number' ? [size, size] : size;
  if (![inputs, outputs, height, width].every((length) => Number.isInteger(length) && length >= 1)) throw new RangeError(`conv: inputs, outputs and the kernel's height and width must be whole numbers of at least 1, got ${inputs}, ${outputs}, ${height} and ${width}.`);
  return learner<ConvParams>(
    (key) => ({ kernel: initialiser(key, [height, width, inputs, outputs]), ...(bias && { bias: zerosInitialiser(key, [outputs]) }) }),
    (params, x) => withBias(conv2d(x, params.kernel, { stride, padding }), params.bias),
  );
}
