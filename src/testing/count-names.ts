import type { Tensor } from '../graph/index.js';
import { ancestors } from '../graph/walk.js';

/** How many nodes of each operation outputs are made of. */
export function countNames(outputs: readonly Tensor[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { primitive } of ancestors(outputs)) counts.set(primitive.name, (counts.get(primitive.name) ?? 0) + 1);
  return counts;
}
