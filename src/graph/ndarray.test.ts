import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isNdArray, ndarray, sizeOf, tensor, toNested, type Nested } from './index.js';

test('nested numbers become a flat array with their shape', () => {
  const array = ndarray([[1, 2, 3], [4, 5, 6]]);
  assert.deepEqual(array, { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3], dtype: 'float32' });
  assert.deepEqual(ndarray(7), { data: Float32Array.of(7), shape: [], dtype: 'float32' });
  assert.deepEqual(ndarray([]), { data: new Float32Array(0), shape: [0], dtype: 'float32' });
  assert.deepEqual(ndarray([[], []]).shape, [2, 0]);
});

test('the dtype follows the values, or is given', () => {
  assert.deepEqual(ndarray([true, false]), { data: Uint8Array.of(1, 0), shape: [2], dtype: 'bool' });
  assert.deepEqual(ndarray([1, 2], undefined, 'int32').data, Int32Array.of(1, 2));
  assert.equal(ndarray(Int32Array.of(1)).dtype, 'int32');
  assert.deepEqual(ndarray(Int32Array.of(3, 0), [2], 'bool').data, Uint8Array.of(1, 0));
  assert.deepEqual(ndarray(Float32Array.of(1.5), [], 'int32').data, Int32Array.of(1));
  assert.deepEqual(ndarray([2, 0, 1], undefined, 'bool').data, Uint8Array.of(1, 0, 1));
});

test('typed arrays are taken as they are, with a shape; doubles stay doubles', () => {
  const data = Float64Array.of(0.1, 0.2);
  assert.equal(ndarray(data, [2, 1]).data, data);
  assert.equal(ndarray(data, [2, 1]).dtype, 'float32');
});

test('bytes are bool where they are zeros and ones, and numbers where that is said', () => {
  const bytes = Uint8Array.of(0, 1, 200);
  assert.throws(() => ndarray(bytes), { name: 'RangeError', message: /^A Uint8Array is taken as bool, zeros and ones, and this one has 200 at 2\. For numbers give the dtype/ });
  assert.deepEqual([...ndarray(bytes, [3], 'float32').data], [0, 1, 200]);
  assert.deepEqual(ndarray(bytes, [3], 'bool'), { data: Uint8Array.of(0, 1, 1), shape: [3], dtype: 'bool' });
  assert.equal(ndarray(bytes.subarray(0, 2)).dtype, 'bool');
});

test('what does not fit is named', () => {
  assert.throws(() => ndarray([[1, 2], [3]]), /Rows differ in length: one has 1 entries at depth 1 where the first has 2/);
  assert.throws(() => ndarray([1, [2]]), /Rows differ/);
  assert.throws(() => ndarray([[1], 2]), /Rows differ in depth: a number stands at depth 1 where others are 2 deep/);
  assert.throws(() => ndarray(new Float32Array(3), [2]), /An array of shape \(2\) has 2 elements, but 3 were given/);
  assert.throws(() => ndarray([1, 2, 3], [2, 2]), /has 4 elements, but 3 were given/);
  assert.throws(() => ndarray(new Int16Array(2) as never), /made of a Float32Array, Float64Array, Int32Array or Uint8Array, got Int16Array/);
  assert.throws(() => ndarray('text' as never), /Expected numbers.*got string/);
  assert.throws(() => ndarray([1, 'two'] as never), /Expected numbers.*got string/);
  assert.throws(() => ndarray([[undefined]] as never), /Expected numbers.*got undefined/);
});

test('toNested is the inverse of ndarray', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 }), (shape) => {
    const data = Float32Array.from({ length: sizeOf(shape) }, (_, i) => i);
    const nested = toNested(ndarray(data, shape));
    assert.deepEqual(ndarray(nested), { data, shape, dtype: 'float32' });
  }), { seed: 1 });
  assert.deepEqual(toNested(ndarray([[true], [false]])), [[true], [false]]);
  assert.deepEqual(toNested(ndarray(new Float32Array(0), [2, 0])), [[], []]);
});

test('host arrays are told from typed arrays, tensors and other objects', () => {
  assert.ok(isNdArray(ndarray([1])));
  for (const other of [null, undefined, 1, new Float32Array(1), tensor([1]), { data: [1], shape: [1], dtype: 'float32' }, {}] as unknown[]) assert.equal(isNdArray(other), false);
});

test('tensor makes constants of nested numbers, host arrays and tensors', () => {
  const x = tensor([[1, 2]] as Nested);
  assert.equal(tensor(x), x);
  assert.deepEqual([x.shape, x.dtype, x.rank, x.size, String(x)], [[1, 2], 'float32', 2, 2, 'constant float32(1, 2)']);
  assert.equal(tensor(ndarray([1, 2]), 'int32').dtype, 'int32');
  assert.equal(tensor([1, 0], 'bool').dtype, 'bool');
});

test('shapes whose lengths are no whole numbers of at least 0 are refused, whatever their product', () => {
  for (const shape of [[-2, -3], [1.5, 4], [NaN]]) assert.throws(() => ndarray(new Float32Array(6), shape), { name: 'RangeError', message: `(${shape.join(', ')}) is no shape: lengths are whole numbers of at least 0.` });
});
