import type { Tensor } from '../graph/tensor.js';
import { ancestors } from '../graph/walk.js';

/** How often each node is read; each output is read once more, by the caller. */
export function countReaders(outputs: readonly Tensor[]): Map<Tensor, number> {
  const readers = new Map<Tensor, number>();
  const count = (node: Tensor) => readers.set(node, (readers.get(node) ?? 0) + 1);
  for (const node of ancestors(outputs)) node.inputs.forEach(count);
  outputs.forEach(count);
  return readers;
}

/** The nodes that read each node, once for each time that they do; undefined stands for the caller. */
export function usersOf(outputs: readonly Tensor[]): Map<Tensor, (Tensor | undefined)[]> {
  const users = new Map<Tensor, (Tensor | undefined)[]>();
  const note = (node: Tensor, user?: Tensor) => {
    const known = users.get(node);
    if (known) known.push(user);
    else users.set(node, [user]);
  };
  for (const node of ancestors(outputs)) for (const input of node.inputs) note(input, node);
  for (const output of outputs) note(output);
  return users;
}
