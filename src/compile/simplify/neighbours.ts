import { reshape } from '../../graph/primitives/layout.js';
import { concat, sliceBlock, type Block } from '../../graph/primitives/window.js';
import type { Tensor } from '../../graph/tensor.js';
import type { Rule } from './index.js';
import { attributesOf, is } from './match.js';

/** What block of which tensor, maybe in another shape. */
function cutOf(part: Tensor): (Block & { readonly x: Tensor }) | undefined {
  const cut = is(part, 'reshape') ? part.inputs[0] : part;
  return is(cut, 'slice') ? { x: cut.inputs[0], ...attributesOf<Block>(cut) } : undefined;
}

/** Two parts as one, where they are rows of the same tensor, one after the other. */
function together(first: Tensor, second: Tensor): Tensor | undefined {
  const [a, b] = [cutOf(first), cutOf(second)];
  if (!a || !b || a.x !== b.x || a.ends[0] !== b.starts[0]) return undefined;
  const alike = a.starts.every((start, axis) => axis === 0 || (start === b.starts[axis] && a.ends[axis] === b.ends[axis]));
  if (!alike) return undefined;
  return reshape(sliceBlock(a.x, a.starts, [b.ends[0], ...a.ends.slice(1)]), [first.shape[0] + second.shape[0], ...first.shape.slice(1)]);
}

/** Rows that were cut apart and are put together again, as weights and biases are, which lie one after the other in a vector of parameters. */
const neighbours: Rule = (node) => {
  const { axis } = attributesOf<{ axis: number }>(node);
  if (axis !== 0) return undefined;
  const parts: Tensor[] = [];
  for (const part of node.inputs) {
    const joined = parts.length > 0 ? together(parts[parts.length - 1], part) : undefined;
    if (joined) parts[parts.length - 1] = joined;
    else parts.push(part);
  }
  return parts.length === node.inputs.length ? undefined : parts.length === 1 ? parts[0] : concat(parts, 0);
};

export const neighbourRules: Readonly<Record<string, readonly Rule[]>> = { concat: [neighbours] };
