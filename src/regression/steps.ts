import type { TaskFamily } from '../tasks/index.js';
import { curveFamily, type CurveSizes, type Draw } from './curve.js';

const place = [-3, 3] as const;
const level = [-3.5, 3.5] as const;

/**
 * Steps: y is one number left of a place and another from there on, both uniform in [-3.5, 3.5], with the place uniform in [-3, 3] and every x in [-5, 5].
 *
 * x and y are float32 (N, 1), as those of `sinusoid`, and y is about as large (its mean square is 4.1, and 4.3 there), so that in a mixture of both
 * neither outweighs the other.
 */
export function steps(sizes: CurveSizes = {}): TaskFamily {
  const curve = (draw: Draw) => {
    const [edge, left, right] = [draw(place), draw(level), draw(level)];
    return (x: number): number => (x < edge ? left : right);
  };
  return curveFamily({ name: 'steps', ranges: { place, level }, curve }, sizes);
}
