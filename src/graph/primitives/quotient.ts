import type { Primitive } from '../primitive.js';
import { apply, type Tensor } from '../tensor.js';
import { substitute } from '../walk.js';
import { divPrimitive, quotientPrimitive } from './arithmetic.js';
import { scalarValue } from './leaves.js';

/** What moves and chooses values. Rounding up and to the nearest is `floor` of a negation or of a sum, and bounds are maxima. */
const keeping = new Set(['neg', 'maximum', 'max', 'where', 'reshape', 'transpose', 'broadcastTo', 'slice', 'pad', 'concat', 'gather', 'take', 'alias', 'stopGradient']);
/** What moves all values alike, where one operand is a known number. */
const shifting = new Set(['add', 'sub', 'mul']);

/** What is rounded to whole numbers, with divisions that stay such: 41 times the reciprocal of 41 is less than 1. */
export function dividedInFull(x: Tensor): Tensor {
  const reached = new Set([x]);
  const quotients = new Map<Tensor, Tensor>();
  for (const node of reached) {
    if (node.primitive === (divPrimitive as Primitive) && !hasReciprocal(scalarValue(node.inputs[1]))) quotients.set(node, apply(quotientPrimitive, node.inputs, null));
    else if (passesOn(node)) node.inputs.forEach((input) => reached.add(input));
    else reached.delete(node);
  }
  return quotients.size === 0 ? x : substitute(x, [...reached].sort((a, b) => a.id - b.id), quotients);
}

function passesOn({ primitive: { name }, inputs }: Tensor): boolean {
  return keeping.has(name) || (shifting.has(name) && inputs.some((input) => scalarValue(input) !== undefined));
}

/** Whether float32 has the reciprocal exactly: that of a power of two. */
function hasReciprocal(divisor: number | undefined): boolean {
  return divisor !== undefined && Math.fround(1 / divisor) * divisor === 1;
}
