import { assertClose } from '../../testing/close.js';
import { drawLike } from '../../testing/samples.js';
import { grad, vmap } from '../../transform/index.js';
import { add, maximum, mean, mul, relu, rsqrt, sin, square, sub, sum, tensor, type NdArray, type Tensor } from '../index.js';
import { normalise } from './normalise.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const epsilon = 0.01;

/** The formula as it is written. */
function plain(x: Tensor, scale: Tensor, shift: Tensor): Tensor {
  const axes = Array.from({ length: x.rank - 1 }, (_, axis) => axis);
  const centre = mean(x, axes);
  const variance = maximum(sub(mean(square(x), axes), square(centre)), 0);
  return add(mul(mul(sub(x, centre), rsqrt(add(variance, epsilon))), scale), shift);
}

type Normalise = (x: Tensor, scale: Tensor, shift: Tensor) => Tensor;
const own: Normalise = (x, scale, shift) => normalise(x, scale, shift, epsilon);

/** A value, its gradient, and the gradient after a step of it, by all three. */
function uses(f: Normalise, [x, scale, shift]: readonly Tensor[]): Tensor[] {
  const loss = ([a, b, c]: readonly Tensor[]) => sum(sin(relu(f(a, b, c))));
  const after = (at: readonly Tensor[]) => loss(grad(loss)(at).map((slope, i) => sub(at[i], mul(slope, 0.1))));
  return [f(x, scale, shift), ...grad(loss)([x, scale, shift]), ...grad(after)([x, scale, shift])];
}

const drawn = (shape: readonly number[], seed: number): NdArray[] => drawLike([{ shape }, { shape: shape.slice(-1) }, { shape: shape.slice(-1) }], seed);

// Of the larger, x itself is scaled and shifted, of the smaller what was normalised.
for (const shape of [[5, 6, 7, 4], [32, 8, 8, 16]]) {
  test(`normalising ${shape.join(' x ')} comes with its first and second derivatives to what the formula says`, () => {
    const inputs = drawn(shape, 3).map((value) => tensor(value));
    assertClose(uses(own, inputs), uses(plain, inputs), 1e-9);
  });
}

test('tasks are normalised each by its own statistics, whichever of x, scale and shift they have of their own', () => {
  const [x, scale, shift] = drawn([3, 4, 5, 2], 5).map((value) => tensor(value));
  const [scales, shifts] = drawLike([{ shape: [3, 2] }, { shape: [3, 2] }], 6).map((value) => tensor(value));
  for (const axes of [[0, null, null], [0, 0, null], [0, 0, 0], [null, 0, 0]] as const) {
    const args = [x, axes[1] === 0 ? scales : scale, axes[2] === 0 ? shifts : shift] as const;
    assertClose(vmap(own, [...axes])(...args), vmap(plain, [...axes])(...args), 1e-9);
  }
});

test('scale and shift that are not one number for each channel are refused', () => {
  const [x, scale] = drawn([3, 4, 5, 2], 7);
  assert.throws(() => normalise(tensor(x), tensor(scale), tensor([1, 2, 3]), epsilon), /normalise.*\(2\)/s);
});
