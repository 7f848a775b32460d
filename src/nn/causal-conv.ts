import { add, matmul, pad, reshape, slice, zerosLike, type Tensor } from '../graph/index.js';
import type { ConvParams } from './conv.js';
import { withBias } from './dense.js';
import { glorotUniform, zerosInitialiser, type Initialiser } from './initialisers.js';
import { learner, type Learner } from './learner.js';
import { requireCount } from './require-count.js';

export interface CausalConvOptions {
  /** Steps that an output sees, itself included. Default 2. */
  readonly size?: number;
  /** How many steps lie between those. Default 1, none. */
  readonly dilation?: number;
  /** Of the kernel. Default `glorotUniform`. */
  readonly initialiser?: Initialiser;
}

/**
 * Convolution of one sequence x (T, inputs) to (T, outputs) that sees no later step (van den Oord et al. 2016): with the kernel (size, inputs, outputs),
 * y[t] = b + sum over k of x[t - (size - 1 - k) * dilation] kernel[k], where what lies before the sequence is zero.
 * @throws RangeError where a size is not a whole number of at least 1.
 */
export function causalConv(inputs: number, outputs: number, options: CausalConvOptions = {}): Learner<ConvParams> {
  const { size = 2, dilation = 1, initialiser = glorotUniform } = options;
  requireCount({ inputs, outputs, size, dilation });
  return learner<ConvParams>(
    (key) => ({ kernel: initialiser(key, [size, inputs, outputs]), bias: zerosInitialiser(key, [outputs]) }),
    ({ kernel, bias }, x) => {
      const taps = Array.from({ length: size }, (_, k) => matmul(delayed(x, (size - 1 - k) * dilation), tapOf(kernel, k)));
      return withBias(taps.reduce((total, tap) => add(total, tap)), bias);
    },
  );
}

/** The weights (inputs, outputs) of one step that a kernel sees. */
export function tapOf(kernel: Tensor, k: number): Tensor {
  return reshape(slice(kernel, [[k, k + 1]]), kernel.shape.slice(1));
}

/** Each step (T, C) as it was `steps` ago. */
function delayed(x: Tensor, steps: number): Tensor {
  if (steps === 0) return x;
  if (steps >= x.shape[0]) return zerosLike(x);
  return pad(slice(x, [[0, x.shape[0] - steps]]), [[steps, 0], [0, 0]]);
}
