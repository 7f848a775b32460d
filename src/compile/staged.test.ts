import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, exp, matmul, mul, ndarray, sin, sum, tanh, type Tensor } from '../graph/index.js';
import { normal, key } from '../random/index.js';
import { jvp } from '../transform/index.js';
import { compile } from './compile.js';
import { staged } from './staged.js';

const x = normal(key(1), [6, 4]);
const w = normal(key(2), [4, 4]);

/** The tangent of a network's outputs, as its weights move. */
const tangent = ({ x, w }: { x: Tensor; w: Tensor }, v: Tensor): Tensor => jvp((at: Tensor) => tanh(matmul(tanh(matmul(x, at)), at)), w, v)[1];

test('a function in two stages gives what it gives in one, for as many calls as wanted', async () => {
  const whole = compile(tangent);
  const two = staged(tangent);
  const product = await two.prepare({ x, w }, w);
  for (const seed of [3, 4, 5]) {
    const v = normal(key(seed), [4, 4]);
    const [wanted, got] = [await whole({ x, w }, v), await product(v)];
    assert.deepEqual(got.shape, [6, 4]);
    got.data.forEach((value, i) => assert.ok(Math.abs(value - wanted.data[i]) < 1e-5, `${value} ${wanted.data[i]}`));
  }
  await Promise.all([whole.release(), two.release()]);
});

test('what was prepared stays as it was when something else is', async () => {
  const two = staged(({ x, w }: { x: Tensor; w: Tensor }, v: Tensor) => sum(mul(matmul(x, w), v)));
  const v = normal(key(6), [6, 4]);
  const first = await two.prepare({ x, w }, v);
  const before = (await first(v)).data[0];
  const second = await two.prepare({ x, w: normal(key(7), [4, 4]) }, v);
  assert.notEqual((await second(v)).data[0], before);
  assert.equal((await first(v)).data[0], before);
  await two.release();
});

test('the second stage leaves out what the first has done', async () => {
  const known = normal(key(8), [20, 30]);
  const two = staged((a: Tensor, scale: Tensor) => mul(sum(tanh(sin(a))), scale));
  const product = await two.prepare(known, ndarray(1));
  // Spoilt after it was prepared: a product that still looked at it would be NaN.
  const one = (await product(ndarray(1))).data[0];
  assert.equal(product.bytes, 4, 'the sum alone is held');
  (known.data as Float32Array).fill(NaN);
  assert.equal((await product(ndarray(2))).data[0], 2 * one);
  await two.release();
});

test('what is wanted of the known alone comes early, with what is prepared', async () => {
  const two = staged((known: { x: Tensor; w: Tensor }, v: Tensor) => tangent(known, v), { early: ({ x, w }) => ({ shown: matmul(x, w), size: sum(w) }) });
  const { early, bytes } = await two.prepare({ x, w }, w);
  const [whole, alone] = [compile(matmul), staged(tangent)];
  const wanted = await whole(x, w);
  assert.deepEqual(early.shown.shape, [6, 4]);
  early.shown.data.forEach((value, i) => assert.ok(Math.abs(value - wanted.data[i]) < 1e-5, `${value} ${wanted.data[i]}`));
  assert.ok(Math.abs(early.size.data[0] - Array.from(w.data).reduce((a, b) => a + b, 0)) < 1e-5);
  assert.equal(bytes, (await alone.prepare({ x, w }, w)).bytes, 'it is not held');
  await Promise.all([whole.release(), two.release(), alone.release()]);
});

test('results that do not vary, or vary without anything known, come too', async () => {
  const two = staged((known: Tensor, varying: Tensor) => ({ known: exp(known), own: known, varying: exp(varying), both: add(exp(known), varying) }));
  const product = await two.prepare(ndarray([0, 1]), ndarray([0, 0]));
  const { known, own, varying, both } = await product(ndarray([2, 3]));
  const rounded = (array: { data: ArrayLike<number> }): number[] => Array.from(array.data, (value) => Number(value.toFixed(3)));
  assert.deepEqual([known, own, varying, both].map(rounded), [[1, 2.718], [0, 1], [7.389, 20.086], [3, 5.718]]);
  await two.release();
});
