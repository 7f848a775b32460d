import type { DType } from '../dtype.js';
import type { Primitive } from '../primitive.js';
import { apply, type Tensor } from '../tensor.js';
import { elementwise } from './elementwise.js';
import { lift, scalarValue, type TensorLike } from './leaves.js';
import { log } from './functions.js';
import { where } from './select.js';

/** Two operands as tensors; a number takes the dtype of the other. */
function both(a: TensorLike, b: TensorLike): [Tensor, Tensor] {
  const left = lift(a, typeof a === 'number' ? lift(b) : undefined);
  return [left, lift(b, left)];
}

function binary(primitive: Primitive<null>, a: TensorLike, b: TensorLike): Tensor {
  return apply(primitive, both(a, b), null);
}

export const addPrimitive = elementwise({ name: 'add', onnx: 'Add', evaluate: (a, b) => a + b, derivatives: [(g) => g, (g) => g] });
export const subPrimitive = elementwise({ name: 'sub', onnx: 'Sub', evaluate: (a, b) => a - b, derivatives: [(g) => g, (g) => neg(g)] });
export const mulPrimitive = elementwise({ name: 'mul', onnx: 'Mul', evaluate: (a, b) => a * b, derivatives: [(g, _, __, b) => mul(g, b), (g, _, a) => mul(g, a)] });
export const divPrimitive = elementwise({
  name: 'div', onnx: 'Div', evaluate: (a, b) => a / b,
  derivatives: [(g, _, __, b) => div(g, b), (g, y, _, b) => neg(div(mul(g, y), b))],
  dtype: (dtypes) => (dtypes.every((dtype) => dtype === 'float32') ? 'float32' : undefined),
});
/** A division that stays one when compiled, where `div` by a known number becomes a product with its reciprocal. */
export const quotientPrimitive: Primitive<null> = { ...divPrimitive, name: 'quotient' };

export const powPrimitive = elementwise({
  name: 'pow', onnx: 'Pow', evaluate: (a, b) => a ** b,
  derivatives: [(g, _, a, b) => mul(g, slopeOfPower(a, b)), (g, y, a, b) => mul(g, mul(y, log(where(logicalAnd(equal(a, 0), lessEqual(0, b)), 1, a))))],
});
/** Known powers are kept known, so that a whole one ends in zero instead of in 0 times a pole; of others, too, those that are zero have no pole. */
function slopeOfPower(a: Tensor, b: Tensor): Tensor {
  const power = scalarValue(b);
  if (power === undefined) return mul(b, pow(a, where(equal(b, 0), 1, sub(b, 1))));
  return power === 0 ? lift(0) : mul(power, pow(a, power - 1));
}
/** At a tie the derivative is that of the first operand. */
export const maximumPrimitive = elementwise({
  name: 'maximum', onnx: 'Max', evaluate: (a, b) => (a >= b || Number.isNaN(a) ? a : b),
  derivatives: [(g, _, a, b) => where(less(a, b), 0, g), (g, _, a, b) => where(less(a, b), g, 0)],
});

const toBool = (dtypes: readonly DType[]): DType | undefined => (dtypes[0] === dtypes[1] ? 'bool' : undefined);
const numbersToBool = (dtypes: readonly DType[]): DType | undefined => (dtypes[0] === 'bool' ? undefined : toBool(dtypes));
const logical = (dtypes: readonly DType[]): DType | undefined => (dtypes.every((dtype) => dtype === 'bool') ? 'bool' : undefined);

export const lessPrimitive = elementwise({ name: 'less', onnx: 'Less', evaluate: (a, b) => Number(a < b), derivatives: [null, null], dtype: numbersToBool });
export const lessEqualPrimitive = elementwise({ name: 'lessEqual', onnx: 'LessOrEqual', evaluate: (a, b) => Number(a <= b), derivatives: [null, null], dtype: numbersToBool });
export const equalPrimitive = elementwise({ name: 'equal', onnx: 'Equal', evaluate: (a, b) => Number(a === b), derivatives: [null, null], dtype: toBool });
export const andPrimitive = elementwise({ name: 'logicalAnd', onnx: 'And', evaluate: (a, b) => Number(a !== 0 && b !== 0), derivatives: [null, null], dtype: logical });
export const orPrimitive = elementwise({ name: 'logicalOr', onnx: 'Or', evaluate: (a, b) => Number(a !== 0 || b !== 0), derivatives: [null, null], dtype: logical });
export const notPrimitive = elementwise({ name: 'logicalNot', onnx: 'Not', evaluate: (a) => Number(a === 0), derivatives: [null], dtype: logical });
export const negPrimitive = elementwise({ name: 'neg', onnx: 'Neg', evaluate: (a) => -a, derivatives: [(g) => neg(g)] });

export function add(a: TensorLike, b: TensorLike): Tensor { return binary(addPrimitive, a, b); }
export function sub(a: TensorLike, b: TensorLike): Tensor { return binary(subPrimitive, a, b); }
export function mul(a: TensorLike, b: TensorLike): Tensor { return binary(mulPrimitive, a, b); }
/**
 * True division, of float32 only. Compiled, division by a known number is a product with its reciprocal, which may differ in the last digit; where the
 * quotient is rounded by `floor`, or cast to int32, it is not, nor where it is moved, chosen, shifted or scaled before that.
 */
export function div(a: TensorLike, b: TensorLike): Tensor { return binary(divPrimitive, a, b); }
/** a to the power of b. Where a is 0 and b is not negative, the derivative by b is 0. */
export function pow(a: TensorLike, b: TensorLike): Tensor { return binary(powPrimitive, a, b); }
/** The larger of two; at a tie the derivative goes to the first. */
export function maximum(a: TensorLike, b: TensorLike): Tensor { return binary(maximumPrimitive, a, b); }
/** The smaller of two; at a tie the derivative goes to the first. */
export function minimum(a: TensorLike, b: TensorLike): Tensor {
  const [left, right] = both(a, b);
  return neg(maximum(neg(left), neg(right)));
}
export function less(a: TensorLike, b: TensorLike): Tensor { return binary(lessPrimitive, a, b); }
export function lessEqual(a: TensorLike, b: TensorLike): Tensor { return binary(lessEqualPrimitive, a, b); }
export function greater(a: TensorLike, b: TensorLike): Tensor { return less(b, a); }
export function greaterEqual(a: TensorLike, b: TensorLike): Tensor { return lessEqual(b, a); }
export function equal(a: TensorLike, b: TensorLike): Tensor { return binary(equalPrimitive, a, b); }
export function notEqual(a: TensorLike, b: TensorLike): Tensor { return logicalNot(equal(a, b)); }
export function logicalAnd(a: TensorLike, b: TensorLike): Tensor { return binary(andPrimitive, a, b); }
export function logicalOr(a: TensorLike, b: TensorLike): Tensor { return binary(orPrimitive, a, b); }
export function logicalNot(a: TensorLike): Tensor { return apply(notPrimitive, [lift(a)], null); }
export function neg(a: TensorLike): Tensor { return typeof a === 'number' ? lift(-a) : apply(negPrimitive, [lift(a)], null); }
