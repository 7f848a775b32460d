import type { Tensor } from './tensor.js';

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

/** The same graph with each node replaced by what `rule` makes of it and its replaced inputs. */
export function rewrite(outputs: readonly Tensor[], rule: (node: Tensor, inputs: readonly Tensor[]) => Tensor): Tensor[] {
  const replaced = new Map<Tensor, Tensor>();
  for (const node of ancestors(outputs)) replaced.set(node, rule(node, node.inputs.map((input) => replaced.get(input) as Tensor)));
  return outputs.map((node) => replaced.get(node) as Tensor);
}
