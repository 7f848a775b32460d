import type { Emitter } from '../primitive.js';
import { apply, type Tensor } from '../tensor.js';
import { add, div, mul, neg, sub } from './arithmetic.js';
import { elementwise } from './elementwise.js';
import { lift, type TensorLike } from './leaves.js';
import { dividedInFull } from './quotient.js';

type Derivative = (cotangent: Tensor, result: Tensor, x: Tensor) => Tensor;

function unary(name: string, onnx: string | ((emit: Emitter, inputs: readonly string[]) => string), evaluate: (x: number) => number, derivative: Derivative | null) {
  return elementwise({ name, onnx, evaluate, derivatives: [derivative], dtype: ([dtype]) => (dtype === 'float32' ? dtype : undefined) });
}

export const expPrimitive = unary('exp', 'Exp', Math.exp, (g, y) => mul(g, y));
export const logPrimitive = unary('log', 'Log', Math.log, (g, _, x) => div(g, x));
export const sqrtPrimitive = unary('sqrt', 'Sqrt', Math.sqrt, (g, y) => div(mul(g, 0.5), y));
/** d(x^-1/2) = -1/2 (x^-1/2)^3. */
export const rsqrtPrimitive = unary('rsqrt', (emit, [x]) => emit.node('Reciprocal', [emit.node('Sqrt', [x])]), (x) => 1 / Math.sqrt(x), (g, y) => mul(g, mul(mul(y, mul(y, y)), -0.5)));
export const tanhPrimitive = unary('tanh', 'Tanh', Math.tanh, (g, y) => mul(g, sub(1, mul(y, y))));
export const sigmoidPrimitive = unary('sigmoid', 'Sigmoid', (x) => 1 / (1 + Math.exp(-x)), (g, y) => mul(g, mul(y, sub(1, y))));
export const softplusPrimitive = unary('softplus', 'Softplus', (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), (g, _, x) => mul(g, sigmoid(x)));
export const erfPrimitive = unary('erf', 'Erf', erfOf, (g, _, x) => mul(g, mul(2 / Math.sqrt(Math.PI), exp(neg(mul(x, x))))));
export const sinPrimitive = unary('sin', 'Sin', Math.sin, (g, _, x) => mul(g, cos(x)));
export const cosPrimitive = unary('cos', 'Cos', Math.cos, (g, _, x) => neg(mul(g, sin(x))));
/** The derivative at zero is zero, as in PyTorch. */
export const reluPrimitive = unary('relu', 'Relu', (x) => (x > 0 || Number.isNaN(x) ? x : 0), (g, y) => mul(g, step(y)));
/** One where x > 0, else zero; HardSigmoid with the steepest slope is this in one pass, where a comparison and a cast take two. */
export const stepPrimitive = unary('step', (emit, inputs) => emit.node('HardSigmoid', inputs, { alpha: { float: 3e38 }, beta: { float: 0 } }), (x) => Number(x > 0), null);
export const absPrimitive = unary('abs', 'Abs', Math.abs, (g, _, x) => mul(g, sign(x)));
export const floorPrimitive = unary('floor', 'Floor', Math.floor, null);

export function exp(x: TensorLike): Tensor { return apply(expPrimitive, [lift(x)], null); }
export function log(x: TensorLike): Tensor { return apply(logPrimitive, [lift(x)], null); }
export function sqrt(x: TensorLike): Tensor { return apply(sqrtPrimitive, [lift(x)], null); }
export function tanh(x: TensorLike): Tensor { return apply(tanhPrimitive, [lift(x)], null); }
export function sigmoid(x: TensorLike): Tensor { return apply(sigmoidPrimitive, [lift(x)], null); }
/** log(1 + exp(x)), without overflow. */
export function softplus(x: TensorLike): Tensor { return apply(softplusPrimitive, [lift(x)], null); }
export function erf(x: TensorLike): Tensor { return apply(erfPrimitive, [lift(x)], null); }
export function sin(x: TensorLike): Tensor { return apply(sinPrimitive, [lift(x)], null); }
export function cos(x: TensorLike): Tensor { return apply(cosPrimitive, [lift(x)], null); }
/** max(x, 0); its derivative at zero is zero. */
export function relu(x: TensorLike): Tensor { return apply(reluPrimitive, [lift(x)], null); }
export function abs(x: TensorLike): Tensor { return apply(absPrimitive, [lift(x)], null); }
export function floor(x: TensorLike): Tensor { return apply(floorPrimitive, [dividedInFull(lift(x))], null); }
/** One where x > 0, zero elsewhere; constant to derivatives. */
export function step(x: TensorLike): Tensor { return apply(stepPrimitive, [lift(x)], null); }
/** -1, 0 or 1; constant to derivatives. */
export function sign(x: TensorLike): Tensor { return sub(step(x), step(neg(x))); }
/** 1 / sqrt(x). */
export function rsqrt(x: TensorLike): Tensor { return apply(rsqrtPrimitive, [lift(x)], null); }
export function square(x: TensorLike): Tensor { const value = lift(x); return mul(value, value); }
/** The exact Gaussian error linear unit, x * Phi(x) (Hendrycks and Gimpel 2016). */
export function gelu(x: TensorLike): Tensor { return mul(mul(x, 0.5), add(1, erf(mul(x, Math.SQRT1_2)))); }

/** To full double precision: a series of positive terms near zero, a continued fraction in the tails. */
function erfOf(x: number): number {
  const t = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (t > 6) return Math.sign(x);
  if (t < 2.5) {
    let term = t;
    let total = t;
    for (let n = 1; term > 1e-17 * total; n++) {
      term *= (2 * t * t) / (2 * n + 1);
      total += term;
    }
    return (Math.sign(x) * 2 * Math.exp(-t * t) * total) / Math.sqrt(Math.PI);
  }
  let fraction = 0;
  for (let n = 120; n >= 1; n--) fraction = n / 2 / (t + fraction);
  return Math.sign(x) * (1 - Math.exp(-t * t) / ((t + fraction) * Math.sqrt(Math.PI)));
}
