import type { NdArray } from '../../graph/ndarray.js';
import type { Field } from '../../nn/index.js';
import { filled, signedAt, uniformAt, type HostExamplePair } from './inputs.js';

const [users, shots, queries, items, genres, slots] = [32, 20, 10, 10_506, 25, 12];
const columns = 3 + slots;

/** The fields of a row of MeLU's workload: its 15 columns, of which the features are 26 values. */
export const meluFields: readonly Field[] = [
  { name: 'items', kind: 'codes', slots: 1, size: items + 1, width: 16 },
  { name: 'numbers', kind: 'numbers', slots: 2 },
  { name: 'genres', kind: 'codes', slots, size: genres + 1, width: 8 },
];

/** 32 users of 20 known and 10 other ratings: rows float32 (32, N, 15), y (32, N, 1). */
export function meluInputs(): { support: HostExamplePair; query: HostExamplePair } {
  const cell = (rating: number, column: number): number => {
    if (column === 0) return 1 + Math.floor(items * uniformAt(80, rating) ** 2);
    if (column < 3) return signedAt(81, 2 * rating + column - 1);
    const slot = column - 3;
    return slot < 1 + Math.floor(3 * uniformAt(82, rating)) ? 1 + Math.floor(genres * uniformAt(83, slots * rating + slot)) : 0;
  };
  const part = (first: number, count: number): HostExamplePair => {
    const rating = (row: number): number => Math.floor(row / count) * (shots + queries) + first + (row % count);
    return {
      x: filled([users, count, columns], (i) => cell(rating(Math.floor(i / columns)), i % columns)),
      y: filled([users, count, 1], (i) => signedAt(84, rating(i))),
    };
  };
  return { support: part(0, shots), query: part(shots, queries) };
}

/** The parameters of MeLU's workload, in the structure of `onFeatures(fieldsEncoder, maml(mlp 64-64))`. */
export function meluParameters() {
  const sizes = [26, 64, 64, 1];
  const [first, second, head] = [0, 1, 2].map((layer) => ({
    weight: filled([sizes[layer], sizes[layer + 1]], (i) => signedAt(87 + layer, i) * Math.sqrt(3 / sizes[layer])),
    bias: filled([sizes[layer + 1]], (i) => 0.1 * signedAt(90 + layer, i)),
  }));
  const table = (stream: number, rows: number, width: number): { table: NdArray } => ({ table: filled([rows, width], (i) => 0.1 * signedAt(stream, i)) });
  return {
    encoder: { items: table(85, items + 1, 16), genres: table(86, genres + 1, 8) },
    inner: { blocks: [first, second].map((dense) => ({ dense, norm: {} })), head },
  };
}
