import { add, matmul, type Tensor } from '../graph/index.js';
import { glorotUniform, zerosInitialiser, type Initialiser } from './initialisers.js';
import { learner, type Learner } from './learner.js';

/** `weight` is (inputs, outputs), `bias` (outputs). */
export type DenseParams = { readonly weight: Tensor; readonly bias?: Tensor };

export interface DenseOptions {
  /** Whether a bias is added; it starts at zero. Default true. */
  readonly bias?: boolean;
  /** Of the weight. Default `glorotUniform`. */
  readonly initialiser?: Initialiser;
}

/** x (..., inputs) to x W + b (..., outputs). @throws RangeError where the sizes are not whole numbers of at least 1. */
export function dense(inputs: number, outputs: number, { bias = true, initialiser = glorotUniform }: DenseOptions = {}): Learner<DenseParams> {
  if (![inputs, outputs].every((size) => Number.isInteger(size) && size >= 1)) throw new RangeError(`dense: inputs and outputs must be whole numbers of at least 1, got ${inputs} and ${outputs}.`);
  return learner<DenseParams>(
    (key) => ({ weight: initialiser(key, [inputs, outputs]), ...(bias && { bias: zerosInitialiser(key, [outputs]) }) }),
    (params, x) => withBias(matmul(x, params.weight), params.bias),
  );
}

/** `y`, plus a bias on its last axis where there is one. */
export function withBias(y: Tensor, bias: Tensor | undefined): Tensor {
  return bias ? add(y, bias) : y;
}
