import { mul, sub } from '../../graph/primitives/arithmetic.js';
import { step } from '../../graph/primitives/functions.js';
import type { Tensor } from '../../graph/tensor.js';
import { is, uniformValue } from './match.js';
import { large } from './skinny.js';
import type { Rule } from './index.js';

/*
 * What comes back to the two operands of a maximum is chosen by their comparison, which the runtime does in two passes for each choice. A product with the step of their difference is one, and what the other operand
 * gets is what is left. Infinities have no difference: so only what products were made of is compared that way.
 */

const choosing: Rule = (node) => {
  const [condition, a, b] = node.inputs;
  if (!is(condition, 'less') || node.size < large || condition.size !== node.size) return undefined;
  const [isFirst, isSecond] = [a, b].map((x) => uniformValue(x) === 0);
  const other = isFirst ? b : a;
  if (isFirst === isSecond || other.size !== node.size || !condition.inputs.every((x) => x.size === node.size && isMadeOfProducts(x))) return undefined;
  const [left, right] = condition.inputs;
  const chosen = mul(other, step(sub(right, left)));
  return isSecond ? chosen : sub(other, chosen);
};

const moved = new Set(['slice', 'gather', 'reshape', 'maximum', 'relu']);
const combined = new Set(['add', 'sub', 'mul']);

/** Whether x is a product, or several moved, compared, and scaled and shifted by columns. */
function isMadeOfProducts(x: Tensor): boolean {
  const open = [x];
  for (const node of open) {
    if (is(node, 'matmul')) continue;
    const parts = moved.has(node.primitive.name) ? node.inputs : combined.has(node.primitive.name) ? node.inputs.filter(({ size }) => size === node.size) : [];
    if (parts.length === 0 || open.length > mostNodes) return false;
    open.push(...parts);
  }
  return true;
}

const mostNodes = 64;

export const largestRules: Readonly<Record<string, readonly Rule[]>> = { where: [choosing] };
