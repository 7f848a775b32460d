import { add, matmul, mean, mul, neg, rsqrt, square, sub, sum, transpose, type Tensor } from '../graph/index.js';
import { stopGradient } from '../transform/index.js';

/** How far rows of features are from one another. */
export interface Distance {
  readonly name: string;
  /** What a learned factor on the distances starts at. Absent: they are taken as they are. */
  readonly scale?: number;
  /** (N, M): from each row of x (N, D) to each row of y (M, D). */
  between(x: Tensor, y: Tensor): Tensor;
}

/** |x - y|^2, as |x|^2 - 2 x y + |y|^2, which is one product. At least 0, up to rounding. */
export const squaredEuclidean: Distance = {
  name: 'squared Euclidean',
  between(x, y) {
    // No distance depends on where zero is; from a zero far away, the three terms would cancel to nothing in float32.
    const zero = stopGradient(mean(y, 0));
    const [a, b] = [sub(x, zero), sub(y, zero)];
    return add(sub(sum(square(a), 1, { keepDims: true }), mul(matmul(a, transpose(b)), 2)), sum(square(b), 1));
  },
};

/** 1 - cos(x, y), from 0 to 2. A row of zeros is at 1 from all. */
export const cosine: Distance = {
  name: 'cosine',
  between: (x, y) => sub(1, matmul(unit(x), transpose(unit(y)))),
};

/**
 * A distance with a learned factor that starts at `scale` (Oreshkin, Rodriguez and Lacoste 2018, section 3.1). Squared distances of long features are large,
 * and a softmax of them certain of its guesses; a factor of about one over the number of features lets training start well.
 */
export function scaled(distance: Distance, scale: number): Distance {
  if (!(scale > 0 && scale < Infinity)) throw new RangeError(`The factor of a distance must be a finite number above 0, got ${scale}.`);
  return { ...distance, name: `scaled ${distance.name}`, scale };
}

/** Minus the distances, by the factor where there is one: the logits of being near. */
export function nearness(distance: Distance, scale: Tensor | undefined, x: Tensor, y: Tensor): Tensor {
  const far = distance.between(x, y);
  return neg(scale ? mul(far, scale) : far);
}

/** Rows of length one. */
function unit(x: Tensor): Tensor {
  return mul(x, rsqrt(add(sum(square(x), 1, { keepDims: true }), 1e-12)));
}
