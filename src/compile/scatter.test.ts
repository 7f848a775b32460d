import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { evaluate, ndarray, scatterAdd, sin, square, stack, sum, take, tensor, type NdArray, type Tensor } from '../graph/index.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { ancestors } from '../graph/walk.js';
import { key, uniform } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { grad, vmap } from '../transform/index.js';
import { compile } from './index.js';
import { Program } from './program.js';
import { simplify } from './simplify/index.js';

/** Indices from -1 to `rows`, mostly repeated, and rows for them. */
function drawn(seed: number, count: number, rows: number, width: number): [indices: NdArray, updates: NdArray] {
  const indices = uniform(key(seed), [count], -1, rows + 1).data;
  return [ndarray(Int32Array.from(indices, Math.floor)), uniform(key(seed + 1), [count, width], -1, 1)];
}

const operators = async (options: { threads: number; portable?: boolean; device?: 'wasm' }): Promise<string[]> => {
  const inputs = [placeholder([6], 'int32', 'indices'), placeholder([6, 2], 'float32', 'updates')];
  const program = await Program.make(inputs, [scatterAdd(inputs[0], inputs[1], 3)], options);
  await program.release();
  return program.lowered.graph.nodes.map(({ operator }) => operator).filter((operator) => operator.startsWith('Scatter'));
};

test('repeated indices are added up in the order of the updates, with the same bits for any number of threads and on WebAssembly', async () => {
  const sizes = fc.record({ count: fc.integer({ min: 1, max: 3000 }), rows: fc.integer({ min: 1, max: 40 }), width: fc.integer({ min: 1, max: 33 }), seed: fc.nat(1000) });
  await fc.assert(
    fc.asyncProperty(sizes, async ({ count, rows, width, seed }) => {
      const [indices, updates] = drawn(seed, count, rows, width);
      const expected = new Float32Array(rows * width);
      indices.data.forEach((row, i) => {
        if (row >= 0 && row < rows) for (let k = 0; k < width; k++) expected[row * width + k] += updates.data[i * width + k];
      });
      for (const options of [{ threads: 1 }, { threads: 4 }, { device: 'wasm' as const }]) {
        const sums = compile((at: Tensor, x: Tensor) => scatterAdd(at, x, rows), options);
        assert.deepEqual((await sums(indices, updates)).data, expected);
        await sums.release();
      }
    }),
    { numRuns: 12 },
  );
});

test('the kernel that races runs on one native thread only', async () => {
  assert.deepEqual(await operators({ threads: 1 }), ['ScatterND']);
  for (const options of [{ threads: 2 }, { threads: 1, portable: true }, { threads: 1, device: 'wasm' as const }]) assert.deepEqual(await operators(options), ['ScatterElements']);
});

test('what is dropped may be anything, and has no derivative', async () => {
  const sums = (x: Tensor): Tensor => scatterAdd(ndarray(Int32Array.of(-1, 1, 2)), x, 2);
  const slopes = compile((x: Tensor) => [sums(x), grad((at: Tensor) => sum(square(sums(at))))(x)]);
  const [values, gradient] = await slopes(ndarray([NaN, 3, Infinity]));
  await slopes.release();
  assert.deepEqual([...values.data, ...gradient.data], [0, 3, 0, 6, 0]);
});

test('the derivative of a lookup by a list is one scatter where an index repeats often, and gathers where it does not', async () => {
  const x = placeholder([2, 3], 'float32');
  const often = Array.from({ length: 4000 }, (_, i) => Number(i % 4 === 0));
  const slope = (list: readonly number[], axis: number) => (at: Tensor): Tensor => grad((own: Tensor) => sum(square(take(own, list, axis))))(at);
  const names = (list: readonly number[]): string[] => ancestors(simplify([slope(list, 0)(x)])).map(({ primitive: { name } }) => name);
  assert.ok(names(often).includes('scatterAdd') && names(often).length < 12, names(often).join());
  assert.ok(!names([0, 1, 1, 1, 0]).includes('scatterAdd'));
  const slopes = compile((at: Tensor) => [slope(often, 0)(at), slope(often, 1)(at)]);
  const found = await slopes(ndarray([[1, 2, 3], [4, 5, 6]]));
  await slopes.release();
  assertClose(found, [tensor([[6000, 12000, 18000], [8000, 10000, 12000]]), tensor([[6000, 4000, 0], [24000, 10000, 0]])]);
});

const tables = uniform(key(1), [3, 5, 2], -1, 1);
const lookups = ndarray(Int32Array.of(4, 0, 4, 1, 1, 1, 2, 3, 2), [3, 3]);

/** One task's part of a leading axis. */
function partOf({ data, shape: [tasks, ...rest], dtype }: NdArray, task: number): NdArray {
  const size = data.length / tasks;
  return { data: data.slice(task * size, (task + 1) * size), shape: rest, dtype };
}

for (const [mapped, inAxes] of [['tables', [0, null]], ['indices', [null, 0]], ['both', [0, 0]]] as const) {
  test(`third derivatives of lookups over tasks (${mapped} are mapped) are those of each task by itself`, async () => {
    const slope = (f: (x: Tensor) => Tensor) => (x: Tensor): Tensor => sum(sin(grad(f)(x)));
    const third = (table: Tensor, at: Tensor): Tensor => grad(slope(slope((x) => sum(sin(take(x, at))))))(table);
    const given = [tables, lookups].map((value, i) => (inAxes[i] === null ? partOf(value, 0) : value));
    const over = compile(vmap(third, inAxes));
    const found = await over(given[0], given[1]);
    await over.release();
    const alone = [0, 1, 2].map((task) => {
      const [table, at] = given.map((value, i) => tensor(inAxes[i] === null ? value : partOf(value, task)));
      return third(table, at);
    });
    assertClose(found, evaluate(stack(alone)), 1e-5);
  });
}
