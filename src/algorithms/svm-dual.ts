import { add, cast, div, expandDims, eye, greater, inverse, matmul, max, maximum, mul, reshape, solve, squeeze, sub, sum, transpose, where, zeros, type Tensor } from '../graph/index.js';
import { stopGradient } from '../transform/index.js';
import { plusDiagonal } from './ridge-head.js';
import { projectOntoSimplex } from './simplex.js';
import { unroll } from './unroll.js';

/** The dual of a multi-class support vector machine (Crammer and Singer 2001). */
export interface SvmDual {
  /** Positive definite (N, N): products of the features of rows. */
  readonly kernel: Tensor;
  /** One-hot classes (N, W); rows of zeros do not count. */
  readonly targets: Tensor;
  /** How much one row may weigh. */
  readonly C: number;
}

/**
 * The dual variables (N, W): the argmin over A of 1/2 tr(A^T kernel A) - sum(A * targets), where each row of A sums to zero and A <= C targets (Lee et al. 2019,
 * equations 6 to 8). Classes that no row has stay out: their variables are zero.
 *
 * `iterations` of splitting find which of the bounds hold; given these, the solution is that of linear equations. So it is exact, as are its
 * derivatives of any order, once the bounds are found, and no derivative goes through the iterations.
 */
export function svmDual(problem: SvmDual, iterations: number): Tensor {
  return onBounds(problem, boundsOf(stopGradient(split(problem, iterations)), problem));
}

/**
 * An approximate solution by the alternating direction method of multipliers (Boyd et al. 2011, sections 3.1 and 5.2, over-relaxed): A solves the problem without its
 * constraints, Z keeps them, and U draws both together. Each iteration is a product with the same matrix and a projection.
 */
export function split({ kernel, targets, C }: SvmDual, iterations: number): Tensor {
  const counts = sum(targets, 1, { keepDims: true });
  const upper = mul(targets, C);
  const present = greater(sum(targets, 0), 0);
  // A feasible A is upper - B with B on the simplex of size C, or 0 for rows that do not count.
  const nearestFeasible = (a: Tensor): Tensor => sub(upper, projectOntoSimplex(where(present, sub(upper, a), -1e9), mul(counts, C)));

  // Half of the mean diagonal: of 0.1, 0.3, 1 and 3 times the mean, 0.3 and 1 were fastest on kernels of many kinds.
  const diagonal = sum(mul(kernel, mul(eye(kernel.shape[0]), counts)));
  const penalty = mul(div(diagonal, maximum(sum(counts), 1)), 0.5);
  const inner = inverse(plusDiagonal(kernel, penalty));
  const states = unroll(
    ({ z, u }) => {
      const a = matmul(inner, add(targets, mul(sub(z, u), penalty)));
      const relaxed = add(add(mul(a, 1.6), mul(z, -0.6)), u);
      const next = nearestFeasible(relaxed);
      return { z: next, u: sub(relaxed, next) };
    },
    { z: zeros(targets.shape), u: zeros(targets.shape) },
    iterations,
  );
  return states.at(-1)!.z;
}

/** One (N, W) for variables below their upper bound, zero for those that are at it. */
export function boundsOf(a: Tensor, { targets, C }: SvmDual): Tensor {
  return cast(greater(sub(mul(targets, C), a), 0), 'float32');
}

/**
 * The solution where the variables with `free` one are not bounded and the others are at their bounds: of each class the equations of its free rows,
 * kernel a = targets + nu, with one nu for each row, such that rows sum to zero.
 */
function onBounds({ kernel, targets, C }: SvmDual, free: Tensor): Tensor {
  const own = transpose(free); // (W, N), as all that follows
  const atBound = mul(sub(1, own), mul(transpose(targets), C));
  const both = mul(expandDims(own, 2), expandDims(own, 1));
  // The inverse of the free rows' part of the kernel, with zeros in the other rows and columns.
  const parts = mul(inverse(add(mul(kernel, both), mul(eye(kernel.shape[0]), expandDims(sub(1, own), 2)))), both);
  const each = (v: Tensor): Tensor => squeeze(matmul(parts, expandDims(v, 2)), 2);
  const residual = sub(transpose(targets), matmul(atBound, kernel));

  const held = sub(1, max(free, 1)); // rows without a free variable: those that do not count
  const system = add(sum(parts, 0), mul(eye(kernel.shape[0]), held));
  const excess = sum(add(atBound, each(residual)), 0);
  const nu = reshape(solve(system, expandDims(excess, 1)), [1, -1]);
  return transpose(add(atBound, each(sub(residual, nu))));
}
