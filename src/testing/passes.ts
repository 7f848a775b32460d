import { Tensor } from '../graph/index.js';
import type { Primitive } from '../graph/primitive.js';
import { simplify } from '../compile/simplify/index.js';

/** Simplified outputs, and how many passes that took: a node beside them counts how often it is looked at. */
export function countingPasses(outputs: readonly Tensor[]): { results: Tensor[]; passes: number } {
  let passes = 0;
  const counter: Primitive<null> = {
    name: 'counter',
    infer: () => ({ shape: [], dtype: 'float32' }),
    vjp: () => [],
    batch: (_, __, node) => node as Tensor,
    expand: (_, node) => {
      passes++;
      return node as Tensor;
    },
  };
  const results = simplify([...outputs, new Tensor(counter, [], null, [], 'float32') as Tensor]);
  return { results: results.slice(0, -1), passes };
}
