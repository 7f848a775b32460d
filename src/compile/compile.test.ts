import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, argmax, arange, evaluate, exp, less, matmul, mul, ndarray, ShapeError, sum, tensor, toNested, zeros, type NdArray, type Tensor } from '../graph/index.js';
import { vmap } from '../transform/index.js';
import { assertClose } from '../testing/close.js';
import { compile } from './index.js';

test('a function is traced once for each combination of shapes, dtypes and structure', async () => {
  let traced = 0;
  const double = compile((tree: { x: Tensor; y?: Tensor }) => {
    traced++;
    return mul(tree.x, 2);
  });
  for (let i = 0; i < 3; i++) assertClose(await double({ x: ndarray([i, 1]) }), [2 * i, 2]);
  assert.equal(traced, 1);
  await double({ x: ndarray([1, 2, 3]) });
  await double({ x: ndarray([1, 2], undefined, 'int32') });
  await double({ x: ndarray([1, 2]), y: ndarray([1]) });
  assert.equal(traced, 4);
  await double({ x: ndarray([1, 2]) });
  assert.equal(traced, 4);
  await double.release();
  await double({ x: ndarray([1, 2]) });
  assert.equal(traced, 5);
  await double.release();
});

test('programs are dropped by their bytes, the least recently used first', async () => {
  const traced: number[] = [];
  const run = compile((x: Tensor) => {
    traced.push(x.size);
    return exp(mul(x, tensor(new Float32Array(x.size).fill(2) as never)));
  }, { cacheBytes: 3e6 });
  const of = (size: number) => ndarray(new Float32Array(size));
  for (const size of [100_000, 90_000, 100_000, 80_000, 100_000, 90_000]) await run(of(size));
  assert.deepEqual(traced, [100_000, 90_000, 80_000, 90_000]);
  await run.release();
});

test('calls that overlap, over shapes that push each other out of the cache, all give their own results', async () => {
  const run = compile((x: Tensor) => sum(matmul(x, x)), { cacheBytes: 0 });
  const sizes = [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6];
  const results = await Promise.all(sizes.map((n) => run(ndarray(new Float32Array(n * n).fill(1), [n, n]))));
  results.forEach((result, i) => assertClose(result, sizes[i] ** 3));
  const last = run(ndarray([[1]]));
  await run.release();
  assertClose(await last, 1);
});

test('trees go in and come out as host arrays: dtypes, scalars, constants and inputs that are returned or not used', async () => {
  const run = compile((input: { deep: readonly [Tensor, Tensor]; flag: Tensor; unused: Tensor }) => ({
    sum: add(input.deep[0], input.deep[1]), same: input.flag, classes: argmax(input.deep[0]), smaller: [less(input.deep[0], 2)], constant: arange(3), number: 7 as unknown as Tensor,
  }));
  const result = await run({ deep: [ndarray([1, 5]), 2], flag: ndarray([true, false]), unused: ndarray([9]) });
  const found = Object.fromEntries(Object.entries(result).map(([name, leaf]) => [name, Array.isArray(leaf) ? toNested(leaf[0] as NdArray) : toNested(leaf as NdArray)]));
  assert.deepEqual(found, { sum: [3, 7], same: [true, false], classes: 1, smaller: [true, false], constant: [0, 1, 2], number: 7 });
  assert.deepEqual([result.sum, result.same, result.classes].map(({ dtype }) => dtype), ['float32', 'bool', 'int32']);
  assert.ok(result.sum.data instanceof Float32Array && result.classes.data instanceof Int32Array);
  await run.release();
});

test('float64 data is taken, and results do not share memory with inputs', async () => {
  const run = compile((x: Tensor) => x);
  const x = ndarray(Float64Array.of(1.5, 2));
  const y = await run(x);
  assert.ok(y.data instanceof Float32Array);
  y.data[0] = 9;
  assert.equal(x.data[0], 1.5);
  await run.release();
});

test('the same program gives the same bits each time, also with more threads', async () => {
  const x = ndarray(Float32Array.from({ length: 64 * 64 }, (_, i) => Math.sin(i)), [64, 64]);
  for (const threads of [1, 2]) {
    const run = compile((a: Tensor) => matmul(a, exp(a)), { threads });
    const [first, second] = [await run(x), await run(x)];
    assert.deepEqual(first.data, second.data);
    await run.release();
  }
});

test('inputs that are no host arrays are named', async () => {
  const run = compile((x: Tensor) => mul(x, 2));
  const wrong: readonly [unknown, RegExp][] = [
    ['text', /A compiled function takes host arrays and numbers, got string\./],
    [null, /got null/],
    [undefined, /got undefined/],
    [tensor([1]), /got object \(a tensor has no value outside of a function; pass its host data\)/],
    [new Float32Array(3), /got object \(give a typed array its shape with ndarray\(values, shape\)\)/],
    [{ data: new Int16Array(2), shape: [2], dtype: 'float32' }, /was given Int16Array as float32; a host array is float32, int32 or bool/],
    [{ data: new Float32Array(2), shape: [2], dtype: 'float64' }, /was given Float32Array as float64/],
    [{ data: new Float32Array(3), shape: [2], dtype: 'float32' }, /Input 0 is float32\(2\) with 3 elements, but the program takes float32\(2\)/],
  ];
  for (const [input, message] of wrong) await assert.rejects(run(input as never), message);
  await run.release();
});

test('an async function is refused in a sentence, whether it would give something or fail', async () => {
  for (const f of [async (x: Tensor) => x, async () => Promise.reject(new Error('no data'))]) {
    await assert.rejects(compile(f as unknown as (x: Tensor) => Tensor)(ndarray([1])), { name: 'TypeError', message: /must return tensors, but it returned a promise: make it a function that is not async/ });
  }
});

test('shapes that do not fit are an error of the call, which names the operation, both shapes and the line', async () => {
  const run = compile((a: Tensor, b: Tensor) => matmul(a, b));
  await assert.rejects(run(ndarray([[1, 2]]), ndarray([[1, 2]])), (error) => error instanceof ShapeError && /^matmul of float32\(1, 2\) and float32\(1, 2\): the inner lengths 2 and 1 must be equal\.\n    at .*compile\.test\.[jt]s:\d+:\d+/.test(error.message));
  // The next call is served.
  assertClose(await run(ndarray([[1, 2]]), ndarray([[1], [2]])), [[5]]);
  await run.release();
});

test('a tensor that left the function it was made in is named as such', async () => {
  let leaked: Tensor = zeros([]);
  const first = compile((x: Tensor) => (leaked = mul(x, 2)));
  await first(1);
  const second = compile((x: Tensor) => add(x, leaked));
  await assert.rejects(second(1), /An input of a compiled function has no value here\. A tensor made inside a function given to vmap or compile was used outside of it: return it from the function instead\./);
  vmap((x: Tensor) => (leaked = x))(tensor([1, 2]));
  await assert.rejects(second(1), /A slice that vmap made has no value here/);
  await Promise.all([first.release(), second.release()]);
});

test('numbers among the results are arrays, also to the compiler', async () => {
  const run = compile((x: Tensor) => ({ total: sum(x), parts: 3, fits: [true, 0.5] as const }));
  const { parts, fits } = await run(ndarray([1, 2]));
  const found: readonly [NdArray, NdArray, NdArray] = [parts, fits[0], fits[1]];
  assert.deepEqual(found.map(({ dtype, data }) => [dtype, data[0]]), [['float32', 3], ['bool', 1], ['float32', 0.5]]);
  const seen: NdArray = evaluate({ a: 3 }).a;
  assert.deepEqual(seen.shape, []);
  await run.release();
});

test('a function without inputs, or without outputs, is a program too', async () => {
  const constant = compile(() => [tensor([1, 2])]);
  assertClose(await constant(), [[1, 2]]);
  const nothing = compile((_: Tensor) => ({ empty: [] as Tensor[] }));
  assert.deepEqual(await nothing(3), { empty: [] });
  await Promise.all([constant.release(), nothing.release()]);
});

test('a large constant that is met in two shapes has its own shape each time', async () => {
  const data = Float32Array.from({ length: 80 }, (_, i) => i);
  const column = tensor({ data, shape: [80, 1], dtype: 'float32' });
  const row = tensor({ data, shape: [80], dtype: 'float32' });
  const both = compile((x: Tensor) => [mul(x, column), mul(x, row)] as const);
  const [across, along] = await both(ndarray([2], [1, 1]));
  assert.deepEqual([across.shape, along.shape], [[80, 1], [1, 80]]);
  assertClose(ndarray(across.data as Float32Array), Array.from(data, (value) => 2 * value));
  assertClose(ndarray(along.data as Float32Array), Array.from(data, (value) => 2 * value));
  await both.release();
});
