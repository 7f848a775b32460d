import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as g from '../graph/index.js';
import { ndarray, tensor, type NdArray, type Tensor } from '../graph/index.js';
import { grad, vmap } from '../transform/index.js';
import { compile } from './index.js';

type Cases = Readonly<Record<string, (x: Tensor) => Tensor>>;

/** Compiled and interpreted values and gradients must be equal to rounding, and alike where they are not finite. */
async function assertAlike(cases: Cases, x: NdArray, options: { gradients?: boolean } = {}): Promise<void> {
  const run = (at: Tensor) => Object.values(cases).map((f) => [g.cast(f(at), 'float32'), ...(options.gradients === false ? [] : [grad((own: Tensor) => g.sum(g.mul(g.cast(f(own), 'float32'), 2)))(at)])]);
  const compiled = compile(run);
  const found = await compiled(x);
  const exact = g.evaluate(run(tensor(x)));
  Object.keys(cases).forEach((name, i) => found[i].forEach((leaf, j) => leaf.data.forEach((value, k) => {
    const expected = Math.fround(exact[i][j].data[k]);
    const same = Object.is(value, expected) || Math.abs(value - expected) <= 1e-6 * Math.max(1, Math.abs(expected));
    assert.ok(same, `${name}, ${j ? 'gradient' : 'value'} ${k}: ${value} where the interpreter has ${expected}`);
  })));
  await compiled.release();
}

const images = (x: Tensor) => g.reshape(x, [1, 4, 4, 1]);

test('at ties and kinks the runtime decides as the interpreter does', async () => {
  await assertAlike({
    max: (x) => g.max(g.reshape(x, [4, 4]), 1), min: (x) => g.min(g.reshape(x, [4, 4]), 0), 'max of all': (x) => g.max(x), argmax: (x) => g.argmax(g.reshape(x, [4, 4])), 'argmax along rows': (x) => g.argmax(g.reshape(x, [4, 4]), 0),
    maxPool: (x) => g.maxPool(images(x), { size: 2 }), 'maxPool with padding': (x) => g.maxPool(images(g.neg(g.square(x))), { size: 3, stride: 2, padding: 1 }),
    maximum: (x) => g.maximum(x, g.take(x, [...Array(16).keys()].reverse())), minimum: (x) => g.minimum(x, g.neg(x)), clip: (x) => g.clip(x, -1, 1),
    relu: g.relu, abs: g.abs, sign: g.sign, step: g.step, floor: g.floor, 'less or equal': (x) => g.lessEqual(x, 1), equal: (x) => g.equal(x, g.neg(x)),
    'to whole numbers': (x) => g.cast(g.mul(x, 0.75), 'int32'), 'to bool': (x) => g.cast(x, 'bool'), logsumexp: (x) => g.logsumexp(x), softmax: (x) => g.softmax(g.reshape(x, [4, 4])),
  }, ndarray([0, 1, 1, -1, -1, 0, -2, 1, 2, 2, 2, 2, -0, 0, 1.5, -1.5]));
});

test('large, small and infinite values come out as the interpreter has them', async () => {
  const x = ndarray([0, 1e-30, -1e-30, 1e-7, 30, -30, 100, -100, 1e4, -1e4, 1e30, -1e30]);
  await assertAlike({ sigmoid: g.sigmoid, tanh: g.tanh, softplus: g.softplus, relu: g.relu, gelu: g.gelu, erf: g.erf, step: g.step, sign: g.sign, abs: g.abs, logSoftmax: (x) => g.logSoftmax(x), softmax: (x) => g.softmax(x), logsumexp: (x) => g.logsumexp(x), max: (x) => g.max(x) }, x);
  await assertAlike({ exp: g.exp, log: g.log, sqrt: g.sqrt, inverse: (x) => g.div(1, x) }, ndarray([0, -1, 100, 1e30, 88, -200]), { gradients: false });
});

test('lengths of one and long axes are lowered like any other', async () => {
  await assertAlike({ sum: (x) => g.sum(x, [0]), mean: (x) => g.mean(x, [0, 1]), matmul: (x) => g.matmul(x, g.transpose(x)), softmax: (x) => g.softmax(x, 0), squeeze: (x) => g.squeeze(x) }, ndarray([[0.5]]));
  const long = ndarray(Float32Array.from({ length: 3000 }, (_, i) => Math.sin(i)), [1000, 3]);
  await assertAlike({ 'a sum over rows': (x) => g.square(g.sum(x, 0)), 'a mean of everything': (x) => g.mean(g.square(x)), 'a sum over images': (x) => g.tanh(g.sum(g.reshape(x, [10, 100, 3]), [0, 1])), 'the largest of rows': (x) => g.max(x, 0) }, long);
});

test('an index by data that is outside of its table is refused, alone and over tasks, where it would be another row or one of the next task', async () => {
  const table = ndarray([[1, 1], [2, 2], [3, 3]]);
  const own = (x: Tensor, at: Tensor) => g.take(x, at);
  const uses: Readonly<Record<string, (x: Tensor, at: Tensor) => Tensor>> = {
    alone: own,
    'in a gradient that needs no value': (x, at) => grad((z: Tensor) => g.sum(own(z, at)))(x),
    'over tasks with tables of their own': (x, at) => vmap((z: Tensor) => own(z, at))(g.stack([x, x])),
    'over tasks of tasks': (x, at) => vmap((outer: Tensor) => vmap((z: Tensor) => own(z, at))(g.stack([outer, outer])))(g.stack([x, x])),
    'along another axis': (x, at) => g.take(g.transpose(x), at, 1),
  };
  for (const [name, f] of Object.entries(uses)) {
    for (const device of ['cpu', 'wasm'] as const) {
      const run = compile(f, { device });
      for (const index of [-1, 3, -4]) await assert.rejects(run(table, ndarray(Int32Array.of(0, index))), { name: 'RangeError', message: /^take: an index by data is outside of its table/ }, `${name}, ${index} on ${device}`);
      await run(table, ndarray(Int32Array.of(0, 2)));
      await run.release();
    }
  }
});

test('powers of zero and their derivatives come out as the interpreter has them', async () => {
  await assertAlike({ 'by several exponents': (x) => g.pow(x, tensor([0, 1, 2, 3, 0.5, 2])), 'of several bases': (x) => g.pow(tensor([0, 0, 2, 0, 1, 3]), x) }, ndarray([0, 0, 0, 0, 2, 3]));
});

test('where one of several values is NaN, so are their largest and their smallest, wherever it stands', async () => {
  const run = compile((x: Tensor) => [g.max(x, 1), g.min(x, 1), g.max(x, 0), g.min(x), g.max(g.reshape(x, [2, 3, 6]), [0, 2])]);
  for (let place = 0; place < 36; place++) {
    const x = ndarray(Float32Array.from({ length: 36 }, (_, i) => (i === place ? NaN : i === 7 ? Infinity : i === 9 ? -Infinity : i % 5)), [6, 6]);
    const expected = g.evaluate([g.max(x, 1), g.min(x, 1), g.max(x, 0), g.min(x), g.max(g.reshape(x, [2, 3, 6]), [0, 2])]);
    assert.deepEqual((await run(x)).map(({ data }) => [...data]), expected.map(({ data }) => [...data]), `NaN at ${place}`);
  }
  await run.release();
});

test('tensors without rows are computed with, and so are their gradients', async () => {
  const none = ndarray(new Float32Array(0), [0, 3]);
  await assertAlike({
    transpose: (x) => g.transpose(x), reshape: (x) => g.reshape(x, [3, 0]), broadcast: (x) => g.broadcastTo(x, [2, 0, 3]), stack: (x) => g.stack([x, x]), 'one dimension more': (x) => g.add(x, g.ones([2, 1, 3])),
    concat: (x) => g.concat([x, g.ones([2, 3])]), pad: (x) => g.pad(x, [[1, 1], [0, 0]], 2), split: (x) => g.concat(g.split(g.concat([x, g.ones([2, 3])]), [0, 2])), 'a sum over many': (x) => g.sum(g.broadcastTo(x, [40, 0, 3]), 0),
    matmul: (x) => g.matmul(x, g.ones([3, 2])), 'an inner length of zero': (x) => g.matmul(g.transpose(x), x), softmax: (x) => g.softmax(x), logsumexp: (x) => g.logsumexp(x, 1), max: (x) => g.max(x, 1), mapped: (x) => vmap((row: Tensor) => g.sum(row))(x), itself: (x) => x,
  }, none);
  await assertAlike({ convolution: (x) => g.conv2d(x, g.ones([3, 3, 1, 2])), pooling: (x) => g.maxPool(x, { size: 2 }) }, ndarray(new Float32Array(0), [0, 4, 4, 1]));
});

test('the inverse of a matrix without rows is one', async () => {
  assert.deepEqual((await compile((x: Tensor) => g.inverse(x))(ndarray(new Float32Array(0), [0, 0]))).shape, [0, 0]);
});
