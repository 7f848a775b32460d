import { lift, type TensorLike } from './leaves.js';
import type { Primitive } from '../primitive.js';
import { apply, type Tensor } from '../tensor.js';

function identity(name: string, passesGradient: boolean): Primitive<null> {
  return {
    name,
    infer: ([x]) => x,
    vjp: (cotangent) => [passesGradient ? cotangent : null],
    batch: ([x], _, node) => apply(node.primitive, [x], null),
    evaluate: ([x]) => x,
    expand: ([x]) => x,
  };
}

/** The same value as a node of its own, so that one can differentiate by just this use of it. */
export const aliasPrimitive = identity('alias', true);
export const stopGradientPrimitive = identity('stopGradient', false);

export function alias(x: Tensor): Tensor {
  return apply(aliasPrimitive, [x], null);
}

/** The same value, constant to every derivative. */
export function stopGradientOf(x: TensorLike): Tensor {
  return apply(stopGradientPrimitive, [lift(x)], null);
}
