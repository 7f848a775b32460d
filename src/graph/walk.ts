import { Tensor } from './tensor.js';

/** The nodes that the outputs are made of, themselves included, inputs first. Those with ids below `from` are left out. */
export function ancestors(outputs: readonly Tensor[], from = 0): Tensor[] {
  const seen = new Set<Tensor>();
  const open = outputs.filter((node) => node.id >= from);
  while (open.length) {
    const node = open.pop() as Tensor;
    if (seen.has(node)) continue;
    seen.add(node);
    for (const input of node.inputs) if (input.id >= from && !seen.has(input)) open.push(input);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}

/**
 * The same graph with each node replaced by what `rule` makes of it: `node` has its inputs replaced already, `original` is the node
 * that stood at its place, and the same where nothing below it was replaced.
 */
export function rewrite(outputs: readonly Tensor[], rule: (node: Tensor, original: Tensor) => Tensor): Tensor[] {
  const replaced = new Map<Tensor, Tensor>();
  for (const original of ancestors(outputs)) {
    const inputs = original.inputs.map((input) => replaced.get(input) as Tensor);
    const same = inputs.every((input, i) => input === original.inputs[i]);
    const node = same ? original : new Tensor(original.primitive, inputs, original.attributes, original.shape, original.dtype);
    replaced.set(original, rule(node, original));
  }
  return outputs.map((node) => replaced.get(node) as Tensor);
}

/** `output` with some tensors replaced. Only `nodes`, which lie between those and it, inputs first, are made anew. */
export function substitute(output: Tensor, nodes: readonly Tensor[], replacements: ReadonlyMap<Tensor, Tensor>): Tensor {
  const replaced = new Map(replacements);
  for (const node of nodes) {
    if (replaced.has(node) || !node.inputs.some((input) => replaced.has(input))) continue;
    replaced.set(node, new Tensor(node.primitive, node.inputs.map((input) => replaced.get(input) ?? input), node.attributes, node.shape, node.dtype));
  }
  return replaced.get(output) ?? output;
}
