import { add, leavesOf, mul, square, sub, sum, type Tensor } from '../graph/index.js';

/** |a - b|^2 / 2 of two trees of one structure, all their leaves together. */
export function halfSquaredDistance<P>(a: P, b: P): Tensor {
  const others = leavesOf<Tensor>(b);
  const squares = leavesOf<Tensor>(a).map((leaf, i) => sum(square(sub(leaf, others[i]))));
  return mul(squares.reduce((total, part) => add(total, part)), 0.5);
}
