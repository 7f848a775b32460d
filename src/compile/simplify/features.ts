import type { Product } from '../../graph/primitives/matmul.js';
import type { Tensor } from '../../graph/tensor.js';
import { is, uniformValue } from './match.js';

/*
 * Pixels are not far from zero. Features can be large against their deviations from a mean (a year, a price): of sums and products of deviations, worked out from sums and products of the features, only
 * rounding is left, and another one than that of the deviations themselves, which the derivative of a variance has to balance. So what was shifted is taken as it is there.
 */

/** Whether P, of a product P W, is gathered, as the patches of images are. */
export function isGathered(p: Tensor): boolean {
  return is(p, 'gather') || (is(p, 'reshape') && is(p.inputs[0], 'gather'));
}

/** Whether a column of ones was put beside P for a shift. */
export function isShifted(p: Tensor): boolean {
  return is(p, 'concat') && uniformValue(p.inputs[p.inputs.length - 1]) === 1;
}

export function areShiftedFeatures(p: Tensor): boolean {
  return isShifted(p) && !isGathered(p.inputs[0]);
}

/** Whether a sum has a product of features in it, scaled or not. */
export function holdsFeatures(sum: Tensor): boolean {
  const parts = new Set([sum]);
  for (const part of parts) {
    if (is(part, 'matmul') && areFactors(part)) return true;
    const scales = is(part, 'mul') && part.inputs.some(({ size }) => size < part.size);
    if (scales || is(part, 'add') || is(part, 'sub') || is(part, 'neg')) part.inputs.forEach((input) => parts.add(input));
  }
  return false;
}

/** Whether a product P W is one of features. */
function areFactors({ rank, inputs: [p], attributes }: Tensor): boolean {
  return rank === 2 && !(attributes as Product).transposeA && !isGathered(isShifted(p) ? p.inputs[0] : p);
}
