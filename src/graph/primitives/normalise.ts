import { ShapeError } from '../errors.js';
import { ndarray } from '../ndarray.js';
import type { Primitive } from '../primitive.js';
import { formatShape, sameShape, sizeOf, type Shape } from '../shape.js';
import { apply, type Tensor } from '../tensor.js';
import { add, maximum, mul, sub } from './arithmetic.js';
import { rsqrt } from './functions.js';
import { broadcastTo, reshape } from './layout.js';
import { constant } from './leaves.js';
import { sum } from './reduce.js';
import { zeros } from './window.js';

/*
 * The normalisation of channels by their own mean m and (biased) variance: y = z * scale + shift with z = (x - m) r and r = 1 / sqrt(variance + epsilon). What its gradients are made of are normalisations of the
 * same x again, products with z summed up, and r (Ioffe and Szegedy 2015, section 3); told so, they are a third of the operations on channels that come of differentiating sums and squares, to any order. Where the
 * variance is a rounding error below zero, its derivative is that of the variance all the same.
 */

export interface Normalisation {
  /** So many leading axes have statistics of their own. Rows have these axes, and the last. */
  readonly leading: number;
  readonly epsilon: number;
}

/** z of larger arrays is not made, which takes a pass over x more than scaling and shifting x itself. */
const large = 1 << 15;

/** z * scale + shift, of x (...tasks, ..., channels) and rows (...tasks, channels). */
export const normalisePrimitive: Primitive<Normalisation> = {
  name: 'normalise',
  infer(inputs, { leading }) {
    const [x, ...rows] = inputs;
    const expected = rowShape(x.shape, leading);
    if (!rows.every(({ shape }) => sameShape(shape, expected))) throw new ShapeError('normalise', inputs, `scale and shift must both be ${formatShape(expected)}.`);
    return x;
  },
  vjp(cotangent, { inputs: [x, scale], attributes }, needed) {
    const along = apply(alignmentPrimitive, [cotangent, x], attributes);
    const total = sumOf(cotangent, attributes);
    return [needed[0] ? slope(cotangent, x, scale, along, total, attributes) : null, along, total];
  },
  batch([x, ...rows], [isBatched, ...areBatched], { attributes, inputs }, size) {
    const whole = isBatched ? x : broadcastTo(x, [size, ...x.shape]);
    const wide = rows.map((row, at) => (areBatched[at] ? row : broadcastTo(row, [size, ...inputs[at + 1].shape])));
    return apply(normalisePrimitive, [whole, ...wide], overTasks(attributes));
  },
  expand([x, scale, shift], { attributes }) {
    const { scaled, row } = normalisedParts(x, scale, shift, attributes);
    return add(scaled, row);
  },
};

/** What z * scale + shift is the sum of: a multiple of z, or of a large x itself, and a row. */
export function normalisedParts(x: Tensor, scale: Tensor, shift: Tensor, attributes: Normalisation): { scaled: Tensor; row: Tensor } {
  const over = (row: Tensor) => overRows(row, x, attributes);
  if (x.size < large) return { scaled: mul(standardised(x, attributes), over(scale)), row: over(shift) };
  const factor = mul(scale, apply(inverseDeviationPrimitive, [x], attributes));
  return { scaled: mul(x, over(factor)), row: over(sub(shift, mul(momentsOf(x, attributes).mean, factor))) };
}

/** The sum of h * z for each channel, (...tasks, channels). */
const alignmentPrimitive: Primitive<Normalisation> = {
  name: 'alignment',
  infer: ([, x], { leading }) => ({ shape: rowShape(x.shape, leading), dtype: 'float32' }),
  vjp(cotangent, node, needed) {
    const { inputs: [h, x], attributes } = node;
    return [needed[0] ? apply(normalisePrimitive, [x, cotangent, zeros([...cotangent.shape])], attributes) : null, needed[1] ? slope(h, x, cotangent, node, sumOf(h, attributes), attributes) : null];
  },
  batch(inputs, areBatched, { attributes, inputs: before }, size) {
    return apply(alignmentPrimitive, inputs.map((input, at) => (areBatched[at] ? input : broadcastTo(input, [size, ...before[at].shape]))), overTasks(attributes));
  },
  expand([h, x], { attributes }) {
    if (x.size < large) return sumOf(mul(h, standardised(x, attributes)), attributes);
    const r = apply(inverseDeviationPrimitive, [x], attributes);
    return sub(mul(sumOf(mul(h, x), attributes), r), mul(sumOf(h, attributes), mul(momentsOf(x, attributes).mean, r)));
  },
};

/** r, (...tasks, channels). */
const inverseDeviationPrimitive: Primitive<Normalisation> = {
  name: 'inverseDeviation',
  infer: ([x], { leading }) => ({ shape: rowShape(x.shape, leading), dtype: 'float32' }),
  vjp(cotangent, node) {
    const { inputs: [x], attributes } = node;
    return [apply(normalisePrimitive, [x, mul(mul(cotangent, mul(node, node)), -1 / countOf(x, attributes)), zeros([...node.shape])], attributes)];
  },
  batch: ([x], _, { attributes }) => apply(inverseDeviationPrimitive, [x], overTasks(attributes)),
  expand: ([x], { attributes }) => rsqrt(add(momentsOf(x, attributes).variance, attributes.epsilon)),
};

/** What comes back to x where h comes back to z * scale: scale r (h - mean of h - z mean of (h z)). */
function slope(h: Tensor, x: Tensor, scale: Tensor, along: Tensor, total: Tensor, attributes: Normalisation): Tensor {
  const factor = mul(scale, apply(inverseDeviationPrimitive, [x], attributes));
  // A row, not a number, which would be moved away from what both are made of.
  const share = mul(factor, constant(ndarray(new Float32Array(factor.size).fill(-1 / countOf(x, attributes)), factor.shape)));
  return add(mul(h, overRows(factor, x, attributes)), apply(normalisePrimitive, [x, mul(share, along), mul(share, total)], attributes));
}

function standardised(x: Tensor, attributes: Normalisation): Tensor {
  const r = apply(inverseDeviationPrimitive, [x], attributes);
  return sub(mul(x, overRows(r, x, attributes)), overRows(mul(momentsOf(x, attributes).mean, r), x, attributes));
}

/** Mean and variance of each channel, in a pass less than deviations from the mean take: exact where these are not small against it, as images' are not. */
export function momentsOf(x: Tensor, attributes: Pick<Normalisation, 'leading'> = { leading: 0 }): { mean: Tensor; variance: Tensor } {
  const mean = mul(sumOf(x, attributes), 1 / countOf(x, attributes));
  return { mean, variance: maximum(sub(mul(sumOf(mul(x, x), attributes), 1 / countOf(x, attributes)), mul(mean, mean)), 0) };
}

function sumOf(x: Tensor, { leading }: Pick<Normalisation, 'leading'>): Tensor {
  return sum(x, Array.from({ length: x.rank - 1 - leading }, (_, axis) => leading + axis));
}

function countOf({ shape }: Tensor, { leading }: Pick<Normalisation, 'leading'>): number {
  return sizeOf(shape.slice(leading, -1));
}

function rowShape(shape: Shape, leading: number): number[] {
  return [...shape.slice(0, leading), shape[shape.length - 1]];
}

/** A row, in a shape that is broadcast to x. */
function overRows(row: Tensor, x: Tensor, { leading }: Pick<Normalisation, 'leading'>): Tensor {
  return leading === 0 ? row : reshape(row, x.shape.map((length, axis) => (axis < leading || axis === x.rank - 1 ? length : 1)));
}

function overTasks({ leading, epsilon }: Normalisation): Normalisation {
  return { leading: leading + 1, epsilon };
}

/**
 * x (..., channels), of each channel minus its mean, divided by its deviation, times `scale` plus `shift` (channels).
 * @throws ShapeError where scale or shift is not one number for each channel.
 */
export function normalise(x: Tensor, scale: Tensor, shift: Tensor, epsilon: number): Tensor {
  return apply(normalisePrimitive, [x, scale, shift], { leading: 0, epsilon });
}
