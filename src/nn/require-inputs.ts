import { formatShape, sameShape, ShapeError, type Shape, type Tensor } from '../graph/index.js';

/**
 * Whether what a network is applied to is what it was made for: other sizes fail in a layer deep inside, or pass where all positions become one mean.
 * @param what the network, for messages.
 * @throws ShapeError where the rows of `x` have another shape.
 */
export function requireInputs(what: string, x: Tensor, inputShape: Shape): void {
  const rows = x.shape.slice(1);
  if (!sameShape(rows, inputShape)) throw new ShapeError(what, [x], `it was made for inputs of shape ${formatShape(inputShape)}, and these have ${formatShape(rows)}: make it for the shape of the samples, the family's inputShape.`);
}
