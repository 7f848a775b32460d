import { mul, sub } from '../graph/primitives/arithmetic.js';
import { step } from '../graph/primitives/functions.js';
import type { Tensor } from '../graph/tensor.js';
import { rewrite } from '../graph/walk.js';
import { onceByKey } from './once.js';
import { is, uniformValue } from './simplify/match.js';

/*
 * What comes back to the two operands of a maximum is chosen by their comparison, for which the native runtime makes two passes for each choice. A product with the step of their difference is one, and what the
 * other operand gets is what is left. Infinities have no difference: so only what products were made of is compared that way. On WebAssembly choices are as fast as products.
 */

/** Of smaller arrays the choice is as fast. */
const fewestElements = 1 << 15;

export function chooseBySteps(outputs: readonly Tensor[]): Tensor[] {
  const once = onceByKey<Tensor>();
  return rewrite(outputs, (node) => {
    const [condition, a, b] = node.inputs;
    if (!is(node, 'where') || !is(condition, 'less') || node.size < fewestElements || condition.size !== node.size) return node;
    const isSecond = uniformValue(b) === 0;
    const other = isSecond ? a : b;
    if (isSecond === (uniformValue(a) === 0) || other.size !== node.size || !condition.inputs.every((x) => x.size === node.size && isMadeOfProducts(x))) return node;
    const [left, right] = condition.inputs;
    const chosen = once(`${other.id} by ${condition.id}`, () => mul(other, once(`step of ${condition.id}`, () => step(sub(right, left)))));
    return isSecond ? chosen : sub(other, chosen);
  });
}

const moved = new Set(['slice', 'gather', 'reshape', 'maximum', 'relu']);
const combined = new Set(['add', 'sub', 'mul']);
const mostNodes = 64;

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
