import { constant } from '../../graph/primitives/leaves.js';
import type { Tensor } from '../../graph/tensor.js';
import { is } from './match.js';

/** The constant that an operation on constants comes to, where it has at most `largest` elements. */
export function fold(node: Tensor, largest: number): Tensor | undefined {
  const { inputs, primitive, size } = node;
  if (inputs.length === 0 || !primitive.evaluate || size > largest || !inputs.every((input) => is(input, 'constant'))) return undefined;
  return constant(primitive.evaluate(inputs.map((input) => (input.attributes as { value: never }).value), node));
}
