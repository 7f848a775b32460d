import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compile } from '../compile/index.js';
import { evaluate, ndarray, stack, tensor, type NdArray, type Tensor } from '../graph/index.js';
import type { Examples } from '../tasks/index.js';
import { vmap } from '../transform/index.js';
import { miniBatches } from './mini-batches.js';

/** Row i holds the number i; with `padding` more rows of -1 somewhere between, which do not count. */
function examples(counted: number, padding = 0, seed = 0): { x: NdArray; y: NdArray; mask: NdArray } {
  const x: number[] = Array.from({ length: counted }, (_, i) => i);
  for (let i = 0; i < padding; i++) x.splice((seed + 7 * i) % (x.length + 1), 0, -1);
  const mask = Float32Array.from(x, (value) => Number(value >= 0));
  return { x: ndarray(Float32Array.from(x), [x.length, 1]), y: ndarray(Int32Array.from(x, (value) => Math.max(value, 0))), mask: ndarray(mask) };
}

const steps = [0, 1, 5];
const rowsOf = (size: number) => (x: Tensor, y: Tensor, mask: Tensor): Examples[] => steps.map(miniBatches({ x, y, mask }, size));
const plainRows = (counted: number, size: number): number[][] => {
  const { x, y } = examples(counted);
  return steps.map(miniBatches({ x: tensor(x), y: tensor(y) }, size)).map((batch) => Array.from(evaluate(batch.x).data));
};
/** What of a batch counts; labels belong to their rows. */
const countedOf = (x: NdArray, y: NdArray, mask: NdArray): number[] => {
  const rows = Array.from(x.data).filter((_, i) => mask.data[i] !== 0);
  assert.deepEqual(Array.from(y.data).filter((_, i) => mask.data[i] !== 0), rows);
  return rows;
};

test('batches of a padded set are those of the set without padding', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 12 }), fc.nat(100), (counted, padding, size, seed) => {
      const { x, y, mask } = examples(counted, padding, seed);
      const found = rowsOf(size)(tensor(x), tensor(y), tensor(mask)).map((batch) => countedOf(evaluate(batch.x), evaluate(batch.y), evaluate(batch.mask!)));
      assert.deepEqual(found, plainRows(counted, size));
    }),
    { numRuns: 60 },
  );
});

test('compiled, and for tasks of several numbers of rows at once, they are the same', async () => {
  const size = 4;
  const tasks = [examples(9, 3, 2), examples(3, 9, 5), examples(12, 0)];
  const stacked = (name: 'x' | 'y' | 'mask') => stack(tasks.map((task) => tensor(task[name])));
  const program = compile((x: Tensor, y: Tensor, mask: Tensor) => vmap((...own: [Tensor, Tensor, Tensor]) => rowsOf(size)(...own).map((batch) => [batch.x, batch.y, batch.mask!] as const))(x, y, mask));
  const made = await program(...(['x', 'y', 'mask'] as const).map((name) => evaluate(stacked(name))) as [NdArray, NdArray, NdArray]);
  const [first] = steps;
  assert.equal(first, 0);
  made.forEach((batch, step) => {
    const part = ({ data, shape, dtype }: NdArray, task: number): NdArray => {
      const length = data.length / tasks.length;
      return { data: data.slice(task * length, (task + 1) * length) as Float32Array, shape: shape.slice(1), dtype } as NdArray;
    };
    [9, 3, 12].forEach((counted, task) => {
      const [x, y, mask] = batch.map((leaf) => part(leaf as unknown as NdArray, task));
      assert.deepEqual(countedOf(x, y, mask), plainRows(counted, size)[step]);
    });
  });
});
