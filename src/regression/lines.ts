import type { TaskFamily } from '../tasks/index.js';
import { curveFamily, type CurveSizes, type Draw } from './curve.js';

const slope = [-1, 1] as const;
const intercept = [-2, 2] as const;

/**
 * Straight lines y = slope x + intercept, with the slope uniform in [-1, 1], the intercept in [-2, 2] and every x in [-5, 5].
 *
 * x and y are float32 (N, 1), as those of `sinusoid`, and y is about as large (its mean square is 4.1, and 4.3 there), so that in a mixture of both
 * neither outweighs the other.
 */
export function lines(sizes: CurveSizes = {}): TaskFamily {
  const curve = (draw: Draw) => {
    const [a, b] = [draw(slope), draw(intercept)];
    return (x: number): number => a * x + b;
  };
  return curveFamily({ name: 'lines', ranges: { slope, intercept }, curve }, sizes);
}
