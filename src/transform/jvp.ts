import { add, mul } from '../graph/primitives/arithmetic.js';
import { lift, type TensorLike } from '../graph/primitives/leaves.js';
import { alias } from '../graph/primitives/identity.js';
import { zerosLike } from '../graph/ops/indexing.js';
import { sum } from '../graph/primitives/reduce.js';
import { ShapeError } from '../graph/errors.js';
import { sameShape } from '../graph/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { leavesLike, leavesOf, unflatten } from '../graph/tree.js';
import { grad } from './grad.js';
import { aliased, pullBack } from './vjp.js';

/**
 * f(x) and the Jacobian of f at x times v, a tree like x.
 *
 * The pullback u -> u J is linear in u, so its own derivative along v is J v: forward mode from reverse mode twice, with
 * nothing of the first pass left after simplifying.
 * @throws TypeError where v is not a tree like x.
 */
export function jvp<X, Y>(f: (x: X) => Y, x: X, v: X): [y: Y, tangent: Y] {
  const inputs = aliased('jvp', x);
  const y = f(inputs);
  const leaves = leavesOf<Tensor>(inputs);
  const outputs = leavesOf<Tensor>(y).map((leaf) => lift(leaf));
  const directions = directionsFor('jvp', inputs, v);
  const probes = outputs.map((output) => (output.dtype === 'float32' ? alias(zerosLike(output)) : null));
  const pulled = pullBack(outputs, probes, leaves);
  const products = pulled.flatMap((part, i) => (part ? [sum(mul(part, directions[i]))] : []));
  if (products.length === 0) return [y, unflatten(y, outputs.map((output) => zerosLike(output)))];
  const total = products.reduce((a, b) => add(a, b));
  const real = probes.filter((probe): probe is Tensor => probe !== null);
  const tangents = pullBack([total], [lift(1)], real);
  return [y, unflatten(y, outputs.map((output, i) => (probes[i] && tangents[real.indexOf(probes[i] as Tensor)]) ?? zerosLike(output)))];
}

/**
 * The Hessian of a scalar function times v: the gradient of <gradient of f, v>.
 * @throws TypeError where v is not a tree like x.
 */
export function hvp<X>(f: (x: X) => TensorLike, x: X, v: X): X {
  return grad((at: X) => {
    const gradient = grad(f)(at);
    const directions = directionsFor('hvp', gradient, v);
    return leavesOf<Tensor>(gradient).map((part, i) => sum(mul(part, directions[i]))).reduce((a, b) => add(a, b), lift(0));
  })(x);
}

/** The leaves of v, one for each leaf of the point and of its shape. */
function directionsFor(operation: string, point: unknown, v: unknown): Tensor[] {
  const leaves = leavesOf<Tensor>(point);
  const directions = leavesLike<TensorLike>(point, v, { operation, like: 'the point', tree: 'the direction' }).map((leaf) => lift(leaf));
  directions.forEach((direction, i) => {
    if (!sameShape(direction.shape, leaves[i].shape) || direction.dtype !== 'float32') throw new ShapeError(operation, [leaves[i], direction], 'a direction has the shape of what it moves, and is float32.');
  });
  return directions;
}
