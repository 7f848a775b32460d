import type { OuterRule } from './outer.js';
import { ratioLoss } from './ratio.js';
import { along, dot } from './vectors.js';

export interface TrpoOptions {
  /** How far the adapted policies may move in one step: the mean KL divergence, above 0. Default 0.01. */
  readonly maxDivergence?: number;
  /** Iterations of conjugate gradients, a whole number of at least 1. Default 10. */
  readonly solverIterations?: number;
  /** Added to the curvature, at least 0. Default 1e-5. */
  readonly damping?: number;
  /** What a step is shortened by where it does not do, between 0 and 1, and how often at most. Defaults 0.8 and 15. */
  readonly backtrack?: number;
  readonly backtracks?: number;
}

/**
 * Trust region policy optimisation of what adaptation makes of theta (Schulman, Levine, Moritz, Jordan and Abbeel 2015, section 6 and appendix C; as MAML's outer step: Finn, Abbeel and Levine 2017, section 4.2): the natural
 * gradient by conjugate gradients on exact Hessian-vector products of the mean KL divergence, through adaptation, at the length at which a quadratic would reach `maxDivergence`; then shortened until
 * the surrogate is smaller and the divergence within its bound. Where none will do the step is refused, and theta stays.
 *
 * @throws RangeError where an option makes no sense.
 */
export function trpo({ maxDivergence = 0.01, solverIterations = 10, damping = 1e-5, backtrack = 0.8, backtracks = 15 }: TrpoOptions = {}): OuterRule {
  if (!(maxDivergence > 0 && maxDivergence < Infinity)) throw new RangeError(`maxDivergence must be a finite number above 0, got ${maxDivergence}.`);
  if (!Number.isInteger(solverIterations) || solverIterations < 1) throw new RangeError(`solverIterations must be a whole number of at least 1, got ${solverIterations}.`);
  if (!(damping >= 0 && damping < Infinity)) throw new RangeError(`damping must be a finite number of at least 0, got ${damping}.`);
  if (!(backtrack > 0 && backtrack < 1)) throw new RangeError(`backtrack must be between 0 and 1, got ${backtrack}.`);
  if (!Number.isInteger(backtracks) || backtracks < 0) throw new RangeError(`backtracks must be a whole number of at least 0, got ${backtracks}.`);
  return {
    name: 'trpo',
    settings: { maxDivergence, solverIterations, damping, backtrack, backtracks },
    loss: ratioLoss,
    byCurvature: true,
    init: () => ({}),
    async step(theta, state, batch) {
      const { gradient, loss } = await batch.gradient(theta);
      const { x: direction, residual } = await conjugateGradients(async (v) => along(await batch.curvature(v), v, damping), gradient, solverIterations);
      // The curvature's image of the direction is the gradient less the residual.
      const bend = dot(direction, along(gradient, residual, -1));
      const norm = Math.sqrt(dot(gradient, gradient));
      let length = bend > 0 ? Math.sqrt((2 * maxDivergence) / bend) : 0;
      for (let tries = 0; tries <= backtracks && length > 0 && Number.isFinite(length); tries++, length *= backtrack) {
        const next = along(theta, direction, -length);
        const after = await batch.evaluate(next);
        // Comparisons with what is no number are false: a step that explodes is not taken.
        if (after.loss < loss && after.divergence <= maxDivergence) {
          return { theta: next, state, record: { accepted: 1, divergence: after.divergence, gain: loss - after.loss, backtracks: tries, gradientNorm: norm } };
        }
      }
      return { theta, state, record: { accepted: 0, divergence: 0, gain: 0, backtracks, gradientNorm: norm } };
    },
  };
}

/** x of A x = b by conjugate gradients from zero (Hestenes and Stiefel 1952), A positive definite; stops where it is not, or there is nothing left. */
async function conjugateGradients(apply: (v: Float32Array) => Promise<Float32Array>, b: Float32Array, iterations: number) {
  let x: Float32Array = new Float32Array(b.length);
  let [residual, direction] = [b, b];
  let size = dot(b, b);
  for (let i = 0; i < iterations && size > 1e-10; i++) {
    const image = await apply(direction);
    const curvature = dot(direction, image);
    if (!(curvature > 0)) break;
    x = along(x, direction, size / curvature);
    residual = along(residual, image, -size / curvature);
    const next = dot(residual, residual);
    direction = along(residual, direction, next / size);
    size = next;
  }
  return { x, residual };
}
