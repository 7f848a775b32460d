import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, concat, evaluate, matmul, reshape, tensor, type Tensor } from '../graph/index.js';
import { key, normal } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { grad, vmap } from '../transform/index.js';
import { batchNorm, conv, dense, mlp, sequential, toldBeside, toldByFilm } from './index.js';

const x = tensor(normal(key(1), [4, 2]));

test('told beside its input, a learner sees the context at the end of every row', () => {
  const plain = dense(3, 2);
  const told = toldBeside(plain, 1);
  const { shared } = tensorsOf(told.init(key(2)));
  const rows = concat([x, tensor([[7], [7], [7], [7]])], 1);
  assertClose(told.apply({ shared, context: tensor([7]) }, x), plain.apply(shared, rows), 1e-6);
});

test('told beside its input, an image gets further channels', () => {
  const plain = conv(3, 2);
  const told = toldBeside(plain, 2);
  const { shared } = tensorsOf(told.init(key(2)));
  const images = tensor(normal(key(3), [2, 4, 4, 1]));
  const flat = { data: Float32Array.from({ length: 2 * 4 * 4 * 2 }, (_, i) => (i % 2 === 0 ? 1 : -2)), shape: [2, 4, 4, 2], dtype: 'float32' as const };
  assertClose(told.apply({ shared, context: tensor([1, -2]) }, images), plain.apply(shared, concat([images, tensor(flat)], -1)), 1e-5);
});

const normed = sequential(dense(2, 3), batchNorm(3), dense(3, 1));

test('told by film, each scale and shift moves linearly with the context', () => {
  const told = toldByFilm(normed, 2);
  const { shared } = tensorsOf(told.init(key(4)));
  assert.deepEqual(Object.keys(shared.film), ['1.scale', '1.shift']);
  assert.deepEqual(shared.film['1.scale'].shape, [2, 3]);
  const context = tensor([0.5, -1]);
  const by = (path: string): Tensor => reshape(matmul(reshape(context, [1, 2]), shared.film[path]), [3]);
  const [first, norm, last] = shared.params;
  const modulated = [first, { scale: add(norm.scale, by('1.scale')), shift: add(norm.shift, by('1.shift')) }, last] as const;
  assertClose(told.apply({ shared, context }, x), normed.apply(modulated, x), 1e-6);
  assert.equal(told.statistics({ shared, context }, x).length, 1);
});

test('a context of zero, which every learner starts with, says nothing and has a gradient', () => {
  const told = toldByFilm(normed, 2);
  const theta = tensorsOf(told.init(key(4)));
  assertClose(theta.context, [0, 0]);
  assertClose(told.apply(theta, x), normed.apply(theta.shared.params, x), 1e-6);
  const gradient = evaluate(grad((context: Tensor) => reshape(matmul(tensor([[1, 1, 1, 1]]), told.apply({ ...theta, context }, x)), []))(theta.context));
  assert.ok(gradient.data.some((value: number) => Math.abs(value) > 1e-6));
});

test('each task has its own context over one set of shared parameters', () => {
  for (const told of [toldBeside(dense(4, 1), 2), toldByFilm(normed, 2)] as ReturnType<typeof toldBeside>[]) {
    const { shared } = tensorsOf(told.init(key(4)));
    const contexts = tensor([[0.5, -1], [2, 0]]);
    const together = vmap((context: Tensor) => told.apply({ shared, context } as never, x))(contexts);
    const apart = [[0.5, -1], [2, 0]].map((context) => told.apply({ shared, context: tensor(context) } as never, x));
    assertClose(together, concat(apart), 1e-5);
  }
});

test('a context of no size, and film where nothing is normalised, are refused', () => {
  for (const size of [0, 1.5]) {
    assert.throws(() => toldBeside(dense(2, 1), size), new RegExp(`contextSize must be a whole number of at least 1, got ${size}`));
    assert.throws(() => toldByFilm(normed, size), /contextSize must be/);
  }
  assert.throws(() => toldByFilm(mlp({ inputs: 2, outputs: 1 }), 2).init(key(1)), /toldByFilm modulates normalisations, and this learner has none\. Give it some, or use toldBeside/);
});
