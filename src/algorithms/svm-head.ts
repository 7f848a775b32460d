import { exp, matmul, mul, ndarray, transpose, type Tensor } from '../graph/index.js';
import type { NoParams } from '../nn/index.js';
import { requireCount } from '../nn/require-count.js';
import type { Algorithm } from './algorithm.js';
import type { InputsOf, ReaderOptions } from './amortised.js';
import { linearHead, type LinearPhi, type LinearTheta } from './linear-head.js';
import { logOf } from './regularised-head.js';
import { plusDiagonal } from './ridge-head.js';
import { svmDual } from './svm-dual.js';

export type SvmHeadOptions<E> = InputsOf<E> &
  Pick<ReaderOptions<E>, 'queryStatistics'> & {
    /** Classes that a task may have at most. */
    readonly ways: number;
    /** How much one example may weigh. Default 0.1. */
    readonly C?: number;
    /** Added to the diagonal of the kernel, so that there is one solution; a positive number. Default 1, as in the authors' code; their equations have none. */
    readonly ridge?: number;
    /** Iterations that look for the bounds that hold. Default 30. */
    readonly iterations?: number;
    /** What the learned factor of the logits starts at. Default 10. */
    readonly scale?: number;
  };

/** The logarithm of the factor of the logits. */
export type SvmSolver = { readonly logScale: Tensor };

/**
 * A multi-class support vector machine on the features of an encoder, in the manner of MetaOptNet (Lee, Maji, Ravichandran and Soatto 2019, "Meta-learning with
 * differentiable convex optimization", equations 4 to 8): weights are sums of features by the variables of the dual (of Crammer and Singer), logits are
 * the products with them, by a learned factor.
 * @throws RangeError where `ways` or another number makes no sense.
 */
export function svmHead<E = NoParams>(options: SvmHeadOptions<E>): Algorithm<LinearTheta<E, SvmSolver>, LinearPhi<E, SvmSolver>> {
  const { C = 0.1, ridge = 1, iterations = 30, scale = 10 } = options;
  for (const [name, value] of Object.entries({ C, ridge })) if (!(value > 0 && value < Infinity)) throw new RangeError(`${name} must be a positive number, got ${value}.`);
  requireCount({ iterations });
  return linearHead<E, SvmSolver>('svm head', { C, ridge, iterations }, options as ReaderOptions<E>, {
    start: { logScale: ndarray(logOf('scale', scale)) },
    fit({ logScale }, { features, targets }) {
      const kernel = plusDiagonal(matmul(features, transpose(features)), ridge);
      const weight = matmul(transpose(features), svmDual({ kernel, targets, C }, iterations));
      return { weight: mul(weight, exp(logScale)) };
    },
  });
}
