import { test } from 'node:test';
import fc from 'fast-check';
import { add, broadcastShapes, mul, reshape, sub, sum, type Shape, type Tensor } from '../../graph/index.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { matmulPrimitive } from '../../graph/primitives/matmul.js';
import { apply } from '../../graph/tensor.js';
import { simplified } from '../../testing/simplified.js';

/** A node from two others and what the pool holds, or nothing where their shapes do not allow it. */
type Grower = (a: Tensor, b: Tensor, at: number, pool: readonly Tensor[]) => Tensor | undefined;

/** One of the pool that fits, by number. */
const chosen = (pool: readonly Tensor[], at: number, fits: (x: Tensor) => boolean): Tensor | undefined => {
  const found = pool.filter(fits);
  return found[at % found.length];
};
const product = (a: Tensor, b: Tensor, transposeA: boolean): Tensor | undefined => {
  const inner = a.shape[a.rank - (transposeA ? 2 : 1)];
  const fits = a.rank > 1 && b.rank > 1 && a.rank + b.rank > 4 && inner === b.shape[b.rank - 2] && broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return fits ? apply(matmulPrimitive, [a, b], { transposeA, transposeB: false, factor: 1 }) : undefined;
};
const joined: Grower = (a, b, at) => (broadcastShapes(a.shape, b.shape) ? [add, sub][at % 2](a, b) : undefined);
/** The sum of the rows of each task, as a row, shared ones added or not. */
const rowOf = (x: Tensor, at: number, pool: readonly Tensor[]): Tensor => {
  const own = mul(sum(x, 1), [1, 0.5, -1][at % 3]);
  const shared = chosen(pool, at, ({ rank, shape }) => rank === 1 && shape[0] === x.shape[2]);
  return reshape(shared ? sub(shared, own) : own, [x.shape[0], 1, x.shape[2]]);
};
const biased: Grower = (a, _, at, pool) => {
  const summed = a.rank === 3 ? chosen(pool, at, ({ rank, shape }) => rank === 3 && shape[0] === a.shape[0] && shape[2] === a.shape[2]) : undefined;
  return summed && add(a, rowOf(summed, at, pool));
};
/** x (w - a'g) + (b - 1'g). */
const adapted: Grower = (g, _, at, pool) => {
  const a = g.rank === 3 ? chosen(pool, at, ({ rank, shape }) => rank === 3 && shape[0] === g.shape[0] && shape[1] === g.shape[1]) : undefined;
  const learnt = a && product(a, g, true);
  const w = learnt && chosen(pool, at >> 2, ({ shape }) => broadcastShapes(shape, learnt.shape)?.length === 3);
  const own = learnt && (w ? sub(w, learnt) : learnt);
  const x = own && chosen(pool, at >> 4, ({ rank, shape }) => rank === 3 && shape[0] === own.shape[0] && shape[2] === own.shape[1]);
  return x && product(x, own, false) && add(product(x, own, false) as Tensor, rowOf(g, 3 * at, pool));
};
const reshaped: Grower = (a, _, at) => {
  const width = a.shape[a.rank - 1];
  const rows = a.size / width;
  const heights = [1, 2, 3, 4].filter((height) => rows % height === 0);
  return a.rank === 0 ? undefined : reshape(a, at % 3 === 0 ? [rows, width] : [rows / heights[at % heights.length], heights[at % heights.length], width]);
};
const growers: readonly Grower[] = [joined, joined, (a, _, at) => mul(a, [0.5, -1, 2][at % 3]), (a, b, at) => product(a, b, at % 2 === 0), (a) => (a.rank === 3 ? sum(a, 1) : undefined), reshaped, biased, biased, adapted, adapted];

const few = fc.integer({ min: 1, max: 3 });
const recipe = fc.record({
  tasks: fc.integer({ min: 2, max: 3 }),
  columns: fc.integer({ min: 2, max: 4 }),
  inputs: fc.array(fc.tuple(fc.nat(5), few, few), { minLength: 6, maxLength: 6 }),
  steps: fc.array(fc.tuple(fc.nat(growers.length - 1), fc.nat(1000), fc.nat(1000), fc.nat(1000)), { minLength: 6, maxLength: 20, size: 'max' }),
});

test('sums of products, rows and reshapes over few tasks, whose sizes often agree, have the same values after simplifying, and nothing is left to simplify', () => {
  fc.assert(
    fc.property(recipe, ({ tasks, columns, inputs: kinds, steps }) => {
      const shapes: readonly Shape[] = kinds.map(([kind, p, q]) => [[tasks, p, columns], [tasks, p, q], [p, columns], [columns], [tasks, 1, columns], [p, q, columns]][kind]);
      const inputs = shapes.map((shape) => placeholder(shape, 'float32'));
      const pool = [...inputs];
      for (const [grow, a, b, at] of steps) {
        const pick = (which: number): Tensor => (which % 3 ? pool[pool.length - 1 - (which % Math.min(6, pool.length))] : pool[which % pool.length]);
        const made = growers[grow](pick(a), pick(b), at, pool);
        if (made && made.size <= 200 && made.rank <= 4) pool.push(made);
      }
      simplified(inputs, pool.slice(-3), { seed: 3, least: 1e-3 });
    }),
    { seed: 24, numRuns: 600 },
  );
});
