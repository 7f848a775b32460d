import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, cast, less, matmul, maximum, mul, reshape, sin, sub, tensor, where, type Tensor } from '../graph/index.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { ancestors } from '../graph/walk.js';
import { assertClose } from '../testing/close.js';
import { drawLike } from '../testing/samples.js';
import { fuse } from './fuse.js';
import { compile, type Device } from './index.js';
import { simplify } from './simplify/index.js';
import { widenRows } from './widen-rows.js';

const [rows, width] = [840, 32];

/** Everything that combines a matrix with a row: on either side, with a number beside it, one after the other, and as a choice. */
function uses(x: Tensor, row: Tensor, flat: Tensor): Tensor[] {
  return [
    add(x, row), sub(row, x), mul(x, flat), sin(sub(mul(x, row), flat)), maximum(x, row), cast(less(flat, x), 'float32'),
    where(less(x, row), flat, mul(x, 2)), where(less(x, 0.5), row, x), reshape(mul(add(x, row), x), [rows * width]),
  ];
}

for (const device of ['cpu', 'wasm'] as const satisfies readonly Device[]) {
  test(`what combines a matrix with a row is what the interpreter makes of it, on ${device}`, async () => {
    const host = drawLike([{ shape: [rows, width] }, { shape: [1, width] }, { shape: [width] }], 5);
    const compiled = compile(uses, { device });
    assertClose(await compiled(...(host as [never, never, never])), uses(...(host.map((value) => tensor(value)) as [Tensor, Tensor, Tensor])), 1e-5);
    await compiled.release();
  });
}

/** The shapes of what a function does with an operator, in the order of the graph. */
function shapesOf(name: string, f: (...inputs: Tensor[]) => Tensor[], ...shapes: readonly (readonly number[])[]): (readonly number[])[] {
  const outputs = widenRows(fuse(simplify(f(...shapes.map((shape) => placeholder(shape, 'float32'))))));
  return ancestors(outputs).filter(({ primitive }) => primitive.name === name).map(({ shape }) => shape);
}

const scaled = (x: Tensor, row: Tensor) => [sin(mul(x, row))];

test('rows are read as long ones, and copied once for all that they meet', () => {
  assert.deepEqual(shapesOf('mul', scaled, [840, 32], [32]), [[7, 3840]]);
  assert.deepEqual(shapesOf('broadcastTo', (x, y, row) => [mul(x, row), add(y, row)], [840, 32], [840, 32], [32]), [[120, 32]]);
});

test('a number of rows that has no divisor, and small matrices, stay as they are', () => {
  assert.deepEqual(shapesOf('mul', scaled, [839, 32], [32]), [[839, 32]]);
  assert.deepEqual(shapesOf('mul', scaled, [40, 32], [32]), [[40, 32]]);
});

test('a row that is added to a product becomes part of it first', () => {
  assert.deepEqual(shapesOf('add', (a, b, row) => [add(matmul(a, b), row)], [840, 8], [8, 32], [32]), []);
});
