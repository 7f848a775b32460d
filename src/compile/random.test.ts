import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, evaluate, foldInKey, mul, randomBernoulli, randomNormal, randomUniform, sin, splitKey, stack, sub, sum, tensor, toNested, type NdArray, type Tensor } from '../graph/index.js';
import { assertClose } from '../testing/close.js';
import { foldIn, key, normal, split, uniform, type Key } from '../random/index.js';
import { grad, vmap } from '../transform/index.js';
import { compile } from './index.js';

const keys: readonly Key[] = [0, 1, 2].map((seed) => key(seed));
const flat = (array: NdArray) => Array.from(array.data);

/** Runs a function of a key in the interpreter and compiled: both must give the same draws, bit by bit. */
async function draws(f: (at: Tensor) => Tensor, at: NdArray): Promise<number[]> {
  const run = compile(f);
  const found = flat(await run(at));
  await run.release();
  assert.deepEqual(found, flat(evaluate(f(tensor(at)))));
  return found;
}

test('draws in a graph are those of the host for the same key', async () => {
  assert.deepEqual(await draws((at) => randomUniform(at, [2, 3]), keys[0]), flat(uniform(keys[0], [2, 3])));
  assert.deepEqual(await draws((at) => randomNormal(at, [5]), keys[0]), flat(normal(keys[0], [5])));
  const probability = 0.25;
  assert.deepEqual(await draws((at) => randomBernoulli(at, probability, [50]), keys[1]), flat(uniform(keys[1], [50])).map((u) => Number(u < probability)));
});

test('keys that are folded and split in a graph are those of the host, and may be returned', async () => {
  const run = compile((at: Tensor) => ({ folded: foldInKey(at, 7), split: splitKey(at, 3) }));
  const result = await run(keys[2]);
  assert.deepEqual(toNested(result.folded), Array.from(foldIn(keys[2], 7).data));
  assert.deepEqual(result.split.map(toNested), split(keys[2], 3).map(({ data }) => Array.from(data)));
  await run.release();
  assert.deepEqual(await draws((at) => randomUniform(foldInKey(splitKey(at)[1], 3), [4]), keys[0]), flat(uniform(foldIn(split(keys[0])[1], 3), [4])));
});

test('equal keys give equal draws, other keys, distributions and shapes other ones', async () => {
  const difference = await draws((at) => sub(randomNormal(at, [4]), randomNormal(at, [4])), keys[0]);
  assert.deepEqual(difference, [0, 0, 0, 0]);
  const found = await draws((at) => stack([randomUniform(at, [3]), randomUniform(foldInKey(at, 0), [3]), randomUniform(foldInKey(at, 1), [3]), randomNormal(at, [3])]), keys[0]);
  assert.equal(new Set(found).size, 12);
});

test('over tasks each has the draws of its own key; a key that is not mapped gives all the same', async () => {
  const stacked: NdArray = { data: Int32Array.from(keys.flatMap(({ data }) => [...data])), shape: [3, 2], dtype: 'int32' };
  assert.deepEqual(await draws(vmap((at: Tensor) => randomNormal(at, [2, 2])), stacked), keys.flatMap((own) => flat(normal(own, [2, 2]))));
  const shared = await draws((at) => vmap((x: Tensor) => add(x, randomUniform(at, [2])))(tensor([[0, 0], [0, 0]])), keys[0]);
  assert.deepEqual(shared, [...flat(uniform(keys[0], [2])), ...flat(uniform(keys[0], [2]))]);
  // Twice mapped: of each task several draws.
  const nested = await draws(vmap((at: Tensor) => vmap((own: Tensor) => randomUniform(own, []))(stack(splitKey(at, 2)))), stacked);
  assert.deepEqual(nested, keys.flatMap((own) => split(own, 2).flatMap((part) => flat(uniform(part, [])))));
});

test('a gradient sees the draw of the value: dropout in the backward pass drops what it dropped before', async () => {
  const at = keys[1];
  const noise = flat(normal(at, [4]));
  const f = (x: Tensor, own: Tensor) => sum(sin(mul(x, randomNormal(own, [4]))));
  const run = compile((x: Tensor, own: Tensor) => [grad(f)(x, own), grad((z: Tensor) => sum(grad(f)(z, own)))(x)]);
  const x = [0.5, 1, 1.5, 2];
  const [first, second] = await run({ data: Float32Array.from(x), shape: [4], dtype: 'float32' }, at);
  assertClose(first, x.map((value, i) => noise[i] * Math.cos(value * noise[i])), 1e-5);
  assertClose(second, x.map((value, i) => -(noise[i] ** 2) * Math.sin(value * noise[i])), 1e-5);
  await run.release();
});

test('a compiled function draws anew for each key, and again the same for the same', async () => {
  const run = compile((at: Tensor) => randomUniform(at, [3]));
  const found = await Promise.all([0, 1, 0].map((i) => run(keys[i])));
  assert.deepEqual(found[0].data, found[2].data);
  assert.notDeepEqual(found[0].data, found[1].data);
  await run.release();
});

test('a key that is known when tracing gives its draws', async () => {
  const run = compile((x: Tensor) => add(x, randomUniform(keys[0], [2])));
  assertClose(await run({ data: Float32Array.of(0, 0), shape: [2], dtype: 'float32' }), flat(uniform(keys[0], [2])));
  await run.release();
});
