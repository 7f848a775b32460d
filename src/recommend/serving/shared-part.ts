import type { Tensor } from '../../graph/index.js';
import { ancestors, substitute } from '../../graph/walk.js';

/** Smaller values are as well computed again. */
const leastSize = 1024;

/** The largest values on the way to `output` that are the same whatever `inputs` are, where something has to be computed for them; in the order of the trace. */
export function sharedPart(output: Tensor, inputs: readonly Tensor[]): Tensor[] {
  const nodes = ancestors([output]);
  const varying = new Set<Tensor>(inputs);
  for (const node of nodes) if (node.inputs.some((input) => varying.has(input))) varying.add(node);
  const met = nodes.flatMap((node) => (varying.has(node) ? node.inputs.filter((input) => !varying.has(input)) : []));
  return [...new Set(met)].filter(({ inputs: below, size }) => below.length > 0 && size >= leastSize).sort((a, b) => a.id - b.id);
}

/** `output` with its shared part, found as above, known. */
export function withShared(output: Tensor, inputs: readonly Tensor[], values: readonly Tensor[]): Tensor {
  return substitute(output, ancestors([output]), new Map(sharedPart(output, inputs).map((node, i) => [node, values[i]])));
}
