import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, conv2d, div, erf, evaluate, exp, floor, inverse, log, logsumexp, matmul, max, mean, mul, ndarray, ones, softmax, sqrt, sub, sum, take, tensor, toNested, type NdArray, type Tensor } from './index.js';
import { interpret } from './interpret.js';
import { placeholder } from './primitives/leaves.js';
import { vmap } from '../transform/index.js';

test('values are computed in float64', () => {
  const x = tensor(ndarray(Float64Array.of(1 + 2 ** -40)));
  assert.equal(evaluate(sub(x, 1)).data[0], 2 ** -40);
  assert.ok(evaluate(x).data instanceof Float64Array);
  assert.equal(evaluate(exp(tensor(ndarray(Float64Array.of(0.1))))).data[0], Math.exp(0.1));
});

test('trees, host arrays and numbers are evaluated to host arrays', () => {
  const { a, b: [host, number] } = evaluate({ a: add(tensor([1, 2]), 1), b: [ndarray([true]), 3] as unknown as Tensor[] });
  assert.deepEqual([toNested(a), toNested(host as NdArray), toNested(number as NdArray)], [[2, 3], [true], 3]);
  assert.equal(a.dtype, 'float32');
});

test('what is not finite stays so', () => {
  const special = tensor([Infinity, -Infinity, NaN, 0]);
  assert.deepEqual(toNested(evaluate(div(1, special))), [0, -0, NaN, Infinity]);
  assert.deepEqual(toNested(evaluate(log(tensor([0, -1])))), [-Infinity, NaN]);
  assert.deepEqual(toNested(evaluate(max(tensor([[1, NaN], [-Infinity, -Infinity]]), 1))), [NaN, -Infinity]);
  assert.equal(toNested(evaluate(logsumexp(tensor([-Infinity, -Infinity])))), -Infinity);
  assert.deepEqual(toNested(evaluate(softmax(tensor([1000, -Infinity])))), [1, 0]);
  assert.deepEqual(toNested(evaluate(sqrt(tensor([-1])))), [NaN]);
});

test('erf is exact to double precision, on both sides of where its series ends', () => {
  // By arithmetic of thirty digits.
  const exact: readonly [number, number][] = [[-1, -0.8427007929497149], [0.001, 0.0011283787909692365], [0.5, 0.5204998778130465], [2.4999, 0.9995928300996666], [2.5001, 0.9995932657565293], [3, 0.9999779095030014], [5.5, 0.9999999999999927]];
  const found = evaluate(erf(tensor(ndarray(Float64Array.from(exact, ([x]) => x))))).data;
  exact.forEach(([x, value], i) => assert.ok(Math.abs(found[i] - value) <= 1e-15, `erf(${x}) is ${found[i]} where ${value} is expected`));
});

test('a missing value is named: an input, a slice of vmap', () => {
  assert.throws(() => evaluate(placeholder([], 'float32')), /An input has no value here/);
  let leaked = tensor(0);
  vmap((x: Tensor) => (leaked = x))(tensor([1]));
  assert.throws(() => evaluate(add(leaked, 1)), /A slice that vmap made has no value here\. A tensor made inside a function given to vmap or compile was used outside of it: return it from the function instead\./);
});

test('an index by data that is outside of the table is an error', () => {
  assert.throws(() => evaluate(take(tensor([1, 2]), add(tensor([0, 1], 'int32'), 1))), /take: index 2 is outside of 0 to 1/);
});

test('given values are used wherever their placeholders stand, and outputs may repeat or be given', () => {
  const x = placeholder([2], 'float32');
  const y = mul(x, x);
  const [first, second, third] = interpret([y, x, y], new Map([[x, ndarray([2, 3])]]));
  assert.deepEqual([first, second, third].map(toNested), [[4, 9], [2, 3], [4, 9]]);
});

test('operations that are written with others are expanded: convolution', () => {
  const [x, kernel] = [ones([1, 3, 3, 2]), ones([2, 2, 2, 1])];
  assert.deepEqual(toNested(evaluate(conv2d(x, kernel))), [[[[8], [8]], [[8], [8]]]]);
  assert.deepEqual(toNested(evaluate(conv2d(x, kernel, { padding: 'same', stride: 2 }))), [[[[8], [4]], [[4], [2]]]]);
});

test('the inverse of matrices that need pivots', () => {
  const a = tensor([[0, 1, 0], [2, 0, 0], [0, 0, 4]]);
  assert.deepEqual(toNested(evaluate(matmul(inverse(a), a))), [[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
});

test('reading values leaves the graph as it is', () => {
  const x = tensor([1.5, 2.5]);
  const y = mean(floor(x));
  assert.deepEqual([evaluate(y), evaluate(y)].map(toNested), [1.5, 1.5]);
  assert.deepEqual(toNested(evaluate(sum(x))), 4);
});
