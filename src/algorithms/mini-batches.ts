import { add, arange, cast, expandDims, greater, greaterEqual, less, logicalAnd, matmul, ndarray, scatterAdd, sub, sum, take, tensor, where, type Tensor } from '../graph/index.js';
import type { Examples } from '../tasks/index.js';

/**
 * The batch of each step: rows come up in turn, `size` of them in each, in an order that spreads what is near one another evenly over the batches. Where there are no more than `size`, all of them.
 * Of a set with padding the rows that count are taken, by the number of these: batches are those of the set without it.
 */
export function miniBatches(examples: Examples, size: number): (step: number) => Examples {
  const { x, y, mask } = examples;
  if (x.shape[0] <= size) return () => examples;
  if (mask) return batchesOfCounted({ x, y, mask }, size);
  const count = x.shape[0];
  const stride = strideOf(count);
  return (step) => rowsOf(examples, Array.from({ length: size }, (_, i) => ((step * size + i) * stride) % count));
}

function rowsOf({ x, y }: Examples, rows: Tensor | readonly number[]): Examples {
  return { x: take(x, rows), y: take(y, rows) };
}

/** How many rows count is known when the program runs: what depends on it stands in tables, one line for each number that may be. */
function batchesOfCounted({ x, y, mask }: Required<Examples>, size: number): (step: number) => Examples {
  const rows = x.shape[0];
  const steps = arange(rows);
  const counts = greater(mask, 0);
  const count = cast(sum(cast(counts, 'float32')), 'int32');
  const before = matmul(cast(counts, 'float32'), cast(greater(steps, expandDims(steps, 1)), 'float32')); // of the rows that count
  const counted = scatterAdd(where(counts, cast(before, 'int32'), -1), steps, rows); // then zeros
  const strides = Array.from({ length: rows + 1 }, (_, total) => strideOf(Math.max(total, 1)));
  const lineOf = (table: (total: number) => readonly number[], shape: readonly number[]): Tensor => take(tensor(ndarray(Int32Array.from(strides.flatMap((_, total) => table(total))), [rows + 1, ...shape])), count);

  // Fewer than a batch are taken as they stand, as without padding.
  const within = lineOf((total) => Array.from({ length: size }, (_, i) => (total > size ? (i * strides[total]) % total : Math.min(i, Math.max(total - 1, 0)))), [size]);
  const present = cast(less(arange(size), count), 'float32');
  return (step) => {
    const first = lineOf((total) => [total > size ? (step * size * strides[total]) % total : 0], []);
    const place = add(first, within);
    const wraps = logicalAnd(greaterEqual(place, count), greater(count, 0));
    return { ...rowsOf({ x, y }, take(counted, where(wraps, sub(place, count), place))), mask: present };
  };
}

/**
 * The number nearest to the golden section of `count` that shares no divisor with it: stepping by it comes to every row before it comes to one again, and any run of steps is spread evenly,
 * whether the rows of a class stand together or classes take turns.
 */
function strideOf(count: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  const golden = count * ((Math.sqrt(5) - 1) / 2);
  const near = Math.round(golden);
  const side = near > golden ? -1 : 1;
  const outwards = (at: number): number => near + (at % 2 === 0 ? -side : side) * Math.ceil(at / 2);
  for (let at = 0; ; at++) if (outwards(at) >= 1 && divisor(outwards(at), count) === 1) return outwards(at);
}
