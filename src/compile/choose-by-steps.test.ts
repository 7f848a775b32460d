import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conv2d, less, matmul, maximum, maxPool, mul, ndarray, sin, sum, tensor, where, type NdArray, type Tensor } from '../graph/index.js';
import { interpret } from '../graph/interpret.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { ancestors } from '../graph/walk.js';
import { assertClose } from '../testing/close.js';
import { drawLike } from '../testing/samples.js';
import { grad } from '../transform/index.js';
import { chooseBySteps } from './choose-by-steps.js';
import { compile } from './index.js';
import { simplify } from './simplify/index.js';

const [rows, width] = [1100, 32];
const real = (shape: readonly number[]): Tensor => placeholder(shape, 'float32');
const choices = (outputs: readonly Tensor[]) => ancestors(outputs).filter(({ primitive }) => primitive.name === 'where').length;

test('what comes back to the larger of two products is chosen without where', () => {
  const [a, w, v] = [real([rows, 40]), real([40, width]), real([40, width])];
  const loss = (of: readonly Tensor[]) => sum(sin(maximum(matmul(a, of[0]), matmul(a, of[1]))));
  const outputs = [loss([w, v]), ...grad(loss)([w, v])];
  const results = chooseBySteps(simplify(outputs));
  assert.equal(choices(simplify(outputs)), 2);
  assert.equal(choices(results), 0);
  const values = drawLike([a, w, v], 3);
  const given = new Map([a, w, v].map((input, i) => [input, values[i]]));
  assertClose(interpret(results, given), interpret(outputs, given), 1e-8, 0.01);
});

test('of pooled convolutions, too, in a pair of which equal values come first', async () => {
  const [x, kernel] = drawLike([{ shape: [16, 16, 16, 2] }, { shape: [3, 3, 2, 32] }], 3);
  // Empty corners: all windows there have equal values.
  const blank: NdArray = { ...x, data: (x.data as Float64Array).map((value, i) => (i % 512 < 200 ? 0 : value)) };
  const loss = (images: Tensor, k: Tensor) => sum(mul(sin(maxPool(conv2d(images, k, { padding: 'same' }), { size: 2 })), 1));
  const slope = (images: Tensor, k: Tensor) => grad(([of]: readonly Tensor[]) => loss(of, k))([images]);
  assertClose(await compile(slope)(blank, kernel), slope(tensor(blank), tensor(kernel)), 1e-4, 0.01);
});

test('values that may be infinite are compared, not subtracted', async () => {
  const slope = (x: Tensor) => grad((of: Tensor) => sum(maxPool(where(less(of, 0), -Infinity, of), { size: 2 })))(x);
  const x = ndarray(Float32Array.from({ length: 64 * 64 * 40 }, (_, i) => (Math.floor(i / 400) % 2 ? 1 : -1)), [1, 64, 64, 40]);
  const { data } = await compile(slope)(x);
  assert.ok(data.every((value: number) => Number.isFinite(value)));
  assert.ok(data.some((value: number) => value !== 0));
});
