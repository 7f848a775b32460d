import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leavesOf, ndarray, tensor } from '../graph/index.js';
import { readArguments } from './arguments.js';

const [vector, matrix] = [ndarray([1, 2, 3]), ndarray([[1, 2, 3]])];

test('leaves come in the order of leavesOf, numbers as scalars, what is absent not at all', () => {
  const args = [{ b: vector, a: [matrix, { c: 2, d: undefined }] }, true];
  const { leaves } = readArguments(args);
  assert.deepEqual(leaves.slice(0, 2), leavesOf(args).slice(0, 2));
  assert.deepEqual(leaves.slice(2).map(({ shape, dtype, data }) => [shape, dtype, [...data]]), [[[], 'float32', [2]], [[], 'bool', [1]]]);
});

test('signatures are equal for one structure, dtypes and shapes, whatever the values', () => {
  const signature = (...args: unknown[]): string => readArguments(args).signature;
  assert.equal(signature({ x: vector, y: 1 }), signature({ x: ndarray([4, 5, 6]), y: ndarray(7), z: undefined }));
  const others = [
    [vector],
    [matrix],
    [ndarray(Int32Array.of(1, 2, 3))],
    [vector, vector],
    [[vector, vector]],
    [[vector], vector],
    [{ x: vector }],
    [{ y: vector }],
    [{ 0: vector }],
    [{ x: { y: vector } }],
    [{ x: { y: vector, z: vector } }],
    [{ x: { y: vector }, z: vector }],
    [[]],
    [{}],
    [],
  ];
  assert.equal(new Set(others.map((args) => signature(...args))).size, others.length);
});

test('what no program takes is refused in words', () => {
  for (const [leaf, words] of [
    [tensor(1), /got object \(a tensor has no value outside of a function/],
    [Float32Array.of(1), /give a typed array its shape with ndarray/],
    [null, /takes host arrays and numbers, got null\./],
    ['1', /got string\./],
    [{ data: Int32Array.of(1), shape: [1], dtype: 'float32' }, /was given Int32Array as float32/],
  ] as const) {
    assert.throws(() => readArguments([{ x: leaf }]), words);
  }
});
