import { add, div, mul, neg, sub } from '../../graph/primitives/arithmetic.js';
import { sqrt } from '../../graph/primitives/functions.js';
import { broadcastTo } from '../../graph/primitives/layout.js';
import { lift } from '../../graph/primitives/leaves.js';
import { full } from '../../graph/primitives/window.js';
import { broadcastShapes, sameShape } from '../../graph/shape.js';
import { Tensor } from '../../graph/tensor.js';
import { elementwiseNames } from './elementwise.js';
import { is, isFactor, uniformValue } from './match.js';
import type { Rule } from './index.js';

/** An operand that was broadcast before an operation that broadcasts anyway is used as it was. */
const useUnbroadcast: Rule = (node) => {
  for (let i = 0; i < node.inputs.length; i++) {
    const input = node.inputs[i];
    if (!is(input, 'broadcastTo')) continue;
    const inputs = node.inputs.map((other, at) => (at === i ? input.inputs[0] : other));
    const shape = inputs.reduce<readonly number[]>((common, other) => broadcastShapes(common, other.shape) as number[], []);
    if (sameShape(shape, node.shape)) return new Tensor(node.primitive, inputs, node.attributes, node.shape, node.dtype);
  }
  return undefined;
};

/** An operation on broadcast operands only is done before the broadcast. */
const broadcastLater: Rule = (node) => {
  if (!node.inputs.some((input) => is(input, 'broadcastTo'))) return undefined;
  const inputs = node.inputs.map((input) => (is(input, 'broadcastTo') ? input.inputs[0] : input));
  const shape = inputs.reduce<readonly number[]>((common, other) => broadcastShapes(common, other.shape) as number[], []);
  return sameShape(shape, node.shape) ? undefined : broadcastTo(new Tensor(node.primitive, inputs, node.attributes, shape, node.dtype), node.shape);
};

const like = (x: Tensor, node: Tensor): Tensor => broadcastTo(x, node.shape);
const number = (value: number, node: Tensor): Tensor => lift(value, node);

const adding: Rule = (node) => {
  const [a, b] = node.inputs;
  if (uniformValue(a) === 0) return like(b, node);
  if (uniformValue(b) === 0) return like(a, node);
  if (is(b, 'neg')) return sub(a, b.inputs[0]);
  if (is(a, 'neg')) return sub(b, a.inputs[0]);
  if (a === b) return mul(a, number(2, node));
  if (is(a, 'add') && a.inputs[1] === b) return add(a.inputs[0], mul(b, number(2, node)));
  return undefined;
};

const subtracting: Rule = (node) => {
  const [a, b] = node.inputs;
  if (uniformValue(b) === 0) return like(a, node);
  if (uniformValue(a) === 0) return like(neg(b), node);
  if (is(b, 'neg')) return add(a, b.inputs[0]);
  return undefined;
};

const multiplying: Rule = (node) => {
  const [a, b] = node.inputs;
  const [left, right] = [uniformValue(a), uniformValue(b)];
  if (left !== undefined && right === undefined) return mul(b, a);
  if (right !== undefined) {
    if (right === 0) return full(node.shape, 0, node.dtype);
    if (right === 1) return like(a, node);
    if (right === -1) return like(neg(a), node);
    if (is(a, 'neg')) return like(mul(a.inputs[0], number(-right, node)), node);
    const both = is(a, 'mul') ? (uniformValue(a.inputs[1]) ?? NaN) * right : NaN;
    if (isFactor(both)) return like(mul(a.inputs[0], number(both, node)), node);
    if (b.size > 1) return like(mul(a, number(right, node)), node);
    const small = smallFirst(a, b, node);
    if (small) return small;
    return undefined;
  }
  if (is(a, 'neg')) return neg(mul(a.inputs[0], b));
  if (is(b, 'neg')) return neg(mul(a, b.inputs[0]));
  const small = smallFirst(a, b, node) ?? smallFirst(b, a, node);
  if (small) return small;
  // Factors go to the outside, where they meet others or are taken into a product.
  if (is(a, 'mul') && a.size === node.size && isModerate(uniformValue(a.inputs[1]))) return mul(mul(a.inputs[0], b), a.inputs[1]);
  if (is(b, 'mul') && b.size === node.size && isModerate(uniformValue(b.inputs[1]))) return mul(mul(a, b.inputs[0]), b.inputs[1]);
  return undefined;
};

/** Whether a known factor may change its place. An extreme one stands where it does so that what it meets stays in the range of float32. */
function isModerate(factor: number | undefined): boolean {
  return factor !== undefined && (factor === 0 || (Math.abs(factor) < 1e20 && Math.abs(factor) > 1e-20));
}

/** Of a large x, a small r and a small s, r and s are multiplied first. */
function smallFirst(a: Tensor, s: Tensor, node: Tensor): Tensor | undefined {
  if (!is(a, 'mul') || 4 * s.size > node.size || a.size !== node.size) return undefined;
  for (const at of [0, 1]) {
    const r = a.inputs[at];
    if (uniformValue(r) === undefined && 4 * r.size <= node.size && a.inputs[1 - at].size === node.size) return mul(a.inputs[1 - at], mul(r, s));
  }
  if (uniformValue(s) === undefined && isModerate(uniformValue(a.inputs[1]))) return mul(a.inputs[0], mul(s, a.inputs[1]));
  return undefined;
}

const dividing: Rule = (node) => {
  const [a, b] = node.inputs;
  const divisor = uniformValue(b);
  if (divisor !== undefined && divisor !== 0 && isFactor(1 / divisor)) return like(mul(a, number(1 / divisor, node)), node);
  if (uniformValue(a) === 0) return full(node.shape, 0);
  if (is(a, 'neg')) return neg(div(a.inputs[0], b));
  if (is(a, 'mul') && isModerate(uniformValue(a.inputs[1])) && uniformValue(a.inputs[0]) === undefined) return mul(div(a.inputs[0], b), a.inputs[1]);
  return undefined;
};

const negating: Rule = (node) => {
  const [a] = node.inputs;
  if (is(a, 'neg')) return a.inputs[0];
  if (is(a, 'sub')) return sub(a.inputs[1], a.inputs[0]);
  if (is(a, 'mul') && uniformValue(a.inputs[1]) !== undefined) return like(mul(a.inputs[0], number(-(uniformValue(a.inputs[1]) as number), node)), node);
  return undefined;
};

const raising: Rule = (node) => {
  const [a, b] = node.inputs;
  const power = uniformValue(b);
  if (power === 0) return full(node.shape, 1, node.dtype);
  if (power === 1) return like(a, node);
  if (power === 2) return like(mul(a, a), node);
  if (power === 3) return like(mul(a, mul(a, a)), node);
  if (power === 0.5) return like(sqrt(a), node);
  return undefined;
};

const selecting: Rule = (node) => {
  const [condition, a, b] = node.inputs;
  const known = uniformValue(condition);
  if (known !== undefined) return like(known ? a : b, node);
  if (a === b) return like(a, node);
  if (is(a, 'where') && a.inputs[0] === condition) return whereOf(node, condition, a.inputs[1], b);
  if (is(b, 'where') && b.inputs[0] === condition) return whereOf(node, condition, a, b.inputs[2]);
  return undefined;
};

function whereOf(node: Tensor, condition: Tensor, a: Tensor, b: Tensor): Tensor {
  return like(new Tensor(node.primitive, [condition, a, b], null, broadcastShapes(broadcastShapes(condition.shape, a.shape) as number[], b.shape) as number[], node.dtype), node);
}

const known: Readonly<Record<string, Rule>> = { add: adding, sub: subtracting, mul: multiplying, div: dividing, pow: raising, neg: negating, where: selecting };

export const arithmeticRules: Readonly<Record<string, readonly Rule[]>> = Object.fromEntries(
  elementwiseNames.map((name) => [name, [...(known[name] ? [known[name]] : []), useUnbroadcast, broadcastLater]]),
);
