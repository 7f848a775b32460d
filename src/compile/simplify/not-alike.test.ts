import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as g from '../../graph/index.js';
import { ndarray, type NdArray, type Shape, type Tensor } from '../../graph/index.js';
import { interpret } from '../../graph/interpret.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { ancestors } from '../../graph/walk.js';
import { assertClose } from '../../testing/close.js';
import { drawValues } from '../../testing/operations/index.js';
import { stopGradient } from '../../transform/index.js';
import { compile } from '../index.js';
import { simplify } from './index.js';

/* Programs that look like what a rule improves, and are not. */
const lookalikes: Readonly<Record<string, [shapes: readonly Shape[], f: (...inputs: Tensor[]) => Tensor]>> = {
  'the sum of the products of all pairs of a batch': [[[5, 3, 4]], (x) => g.sum(g.matmul(g.swapAxes(g.expandDims(x, 1), -1, -2), g.expandDims(x, 0)), [0, 1])],
  'the sum of the products of all pairs of two batches': [[[2, 1, 3, 4], [1, 2, 3, 5]], (a, b) => g.sum(g.matmul(g.swapAxes(a, -1, -2), b), [0, 1])],
  'a number with zeros around it beside a narrow matrix': [[[100, 4], [1]], (m, v) => g.add(m, g.pad(v, [[1, 2]]))],
  'a matrix of one number with zeros around it beside a narrow matrix': [[[100, 4], [1, 1]], (m, v) => g.mul(m, g.pad(v, [[0, 0], [1, 2]]))],
  'a row with zeros around it beside a narrow matrix': [[[100, 4], [2]], (m, v) => g.sub(g.pad(v, [[1, 1]]), m)],
  'copies of a number with zeros around them beside a narrow matrix': [[[100, 4], []], (m, v) => g.add(m, g.pad(g.broadcastTo(v, [2]), [[1, 1]]))],
  'blocks with zeros around them that differ in rank': [[[2], [1, 3]], (x, y) => g.add(g.pad(x, [[1, 1]]), g.pad(y, [[0, 0], [0, 1]]))],
};

for (const [name, [shapes, f]] of Object.entries(lookalikes)) {
  test(`${name}: the values are those of the program as it was written`, async () => {
    const inputs = shapes.map((shape) => placeholder(shape, 'float32'));
    const values = drawValues(shapes.map((shape) => ({ shape, kind: 'real' })), 3);
    const given = new Map<Tensor, NdArray>(inputs.map((input, i) => [input, values[i]]));
    const exact = interpret([f(...inputs)], given);
    assertClose(interpret(simplify([f(...inputs)]), given), exact, 1e-9);
    const compiled = compile(f as (...inputs: Tensor[]) => Tensor);
    assertClose(await compiled(...values), exact, 1e-5);
    await compiled.release();
  });
}

const known = (output: Tensor): number => ancestors(simplify([output])).filter(({ primitive: { name } }) => name === 'mul' || name === 'div').length;

test('known factors become one where float32 has their product in full, and stay two where it overflows or has few digits', async () => {
  const [x, y] = [placeholder([3], 'float32'), placeholder([3], 'float32')];
  assert.deepEqual([g.mul(g.mul(x, 0.1), 0.3), g.div(g.mul(x, 3), 7), g.mul(g.mul(x, 1e30), 1e30), g.mul(g.mul(x, 1e-20), 1e-20)].map(known), [1, 1, 2, 2]);
  const run = (a: Tensor, b: Tensor) => [g.mul(g.mul(a, 1e30), 1e30), g.mul(g.mul(a, 1e30), b), g.mul(g.mul(g.matmul(g.reshape(a, [3, 1]), g.ones([1, 1])), 1e30), 1e30), g.div(g.mul(b, 3e38), 3e38)];
  const values = [ndarray([0, 1e-30, 1e-35]), ndarray([1, 1e-30, 1e-10])];
  const compiled = compile(run);
  const found = await compiled(...(values as [NdArray, NdArray]));
  const scaled = [[0, 1e30, 1e25], [0, 1e-30, 1e-15], [0, 1e30, 1e25], [1, 1e-30, 1e-10]];
  scaled.forEach((row, i) => row.forEach((value, k) => assert.ok(Math.abs(found[i].data[k] - value) <= 1e-5 * value, `result ${i}, value ${k}: ${found[i].data[k]} where ${value} is expected`)));
  assert.deepEqual(known(g.mul(g.mul(x, 1e30), y)), 2);
  await compiled.release();
});

test('a quotient that is rounded is that of the division, however it is rounded, and other divisions are products', async () => {
  const divisors = [3, 7, 41, 47, 49, 55, 100, 1000, 0.3];
  const f = (x: Tensor, ways: (quotient: Tensor) => Tensor) => divisors.map((divisor) => ways(g.div(x, divisor)));
  const up = (x: Tensor): Tensor => g.neg(g.floor(g.neg(x)));
  const nearest = (x: Tensor): Tensor => g.floor(g.add(x, 0.5));
  const run = (x: Tensor) => [g.floor, up, nearest, (q: Tensor) => g.cast(q, 'int32')].flatMap((ways) => f(x, ways).map((rounded) => g.cast(rounded, 'float32')));
  const numbers = ndarray(Float32Array.from({ length: 4000 }, (_, i) => i));
  const compiled = compile(run);
  const found = await compiled(numbers);
  const exact = [Math.floor, Math.ceil, (q: number) => Math.floor(Math.fround(q + 0.5)), Math.trunc].flatMap((round) => divisors.map((divisor) => Float32Array.from(numbers.data, (x) => round(Math.fround(x / Math.fround(divisor))))));
  found.forEach(({ data }, i) => assert.deepEqual(data.map((value) => value + 0), exact[i].map((value) => value + 0), `rounding ${i}`));
  await compiled.release();
  const x = placeholder([3], 'float32');
  const names = (output: Tensor): string[] => ancestors(simplify([output])).map(({ primitive: { name } }) => name).filter((name) => name !== 'placeholder' && name !== 'constant');
  assert.deepEqual([g.div(x, 41), g.floor(g.div(x, 64)), g.floor(g.div(x, 41))].map(names), [['mul'], ['mul', 'floor'], ['quotient', 'floor']]);
});

test('what is done to a quotient before it is rounded does not make it another: bounds, a shape, a choice, a factor', async () => {
  const quotient = (x: Tensor): Tensor => g.div(x, 41);
  const ways: Readonly<Record<string, (x: Tensor) => Tensor>> = {
    'bounds': (x) => g.clip(quotient(x), 0, 9),
    'a shape': (x) => g.transpose(g.reshape(quotient(x), [2, 2])),
    'an axis and a block': (x) => g.slice(g.expandDims(quotient(x), 0), [null, [0, 3]]),
    'others beside it': (x) => g.concat([quotient(x), g.div(x, 47)]),
    'rows by number': (x) => g.take(quotient(x), [3, 0, 1, 1]),
    'a choice': (x) => g.where(g.less(x, 1000), quotient(x), g.neg(x)),
    'a stopped gradient': (x) => stopGradient(quotient(x)),
    'a factor and a summand': (x) => g.add(g.mul(quotient(x), 2), 1),
    'the largest': (x) => g.max(g.reshape(quotient(x), [2, 2]), 1),
  };
  const x = ndarray([41, 82, 47 * 41, 7]);
  const compiled = compile((at: Tensor) => Object.values(ways).map((way) => [g.floor(way(at)), g.cast(way(at), 'int32')]));
  const found = await compiled(x);
  Object.entries(ways).forEach(([name, way], i) => {
    const rounded = Array.from(g.evaluate(way(g.tensor(x))).data, Math.floor);
    const cut = Array.from(g.evaluate(way(g.tensor(x))).data, Math.trunc);
    assert.deepEqual(found[i].map(({ data }) => Array.from(data, (value) => value + 0)), [rounded, cut], name);
  });
  await compiled.release();
});
