import type { NdArray } from '../ndarray.js';

/** The sizes of a convolution, each as [height, width]. `before` is the padding above and to the left. */
export interface Geometry {
  readonly input: readonly [number, number];
  readonly kernel: readonly [number, number];
  readonly output: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly before: readonly [number, number];
}

interface Residue {
  /** The windows of y that reach the positions of this residue: those of a convolution of y. */
  readonly windows: Geometry;
  /** Which taps of the kernel meet them, as rows of its flattened window. */
  readonly tapTable: Int32Array;
}

/** Equal tables must be one object, so that equal gathers are found to be equal. Only the latest are kept. */
const kept = new Map<string, unknown>();
const capacity = 256;

function once<T>(key: string, make: () => T): T {
  const found = (kept.get(key) as T | undefined) ?? make();
  kept.delete(key);
  kept.set(key, found);
  if (kept.size > capacity) kept.delete(kept.keys().next().value as string);
  return found;
}

const described = new WeakMap<Int32Array, Windows>();

/** What a table of `patchTable` reads. */
export interface Windows { readonly geometry: Geometry; readonly images: number }

/** The windows that a table reads, where `patchTable` made it. */
export function windowsOf(table: Int32Array): Windows | undefined {
  return described.get(table);
}

/** For each image, position of y and tap: the row of x (image, height, width), or -1 in the padding. */
export function patchTable(g: Geometry, images: number): Int32Array {
  return once(`patches ${images} ${JSON.stringify(g)}`, () => {
    const [height, width] = g.input;
    const table = new Int32Array(images * g.output[0] * g.output[1] * g.kernel[0] * g.kernel[1]);
    described.set(table, { geometry: g, images });
    let at = 0;
    for (let image = 0; image < images; image++) {
      for (let i = 0; i < g.output[0]; i++) {
        for (let j = 0; j < g.output[1]; j++) {
          for (let a = 0; a < g.kernel[0]; a++) {
            for (let b = 0; b < g.kernel[1]; b++) {
              const row = i * g.stride[0] + a - g.before[0];
              const column = j * g.stride[1] + b - g.before[1];
              const inside = row >= 0 && row < height && column >= 0 && column < width;
              table[at++] = inside ? (image * height + row) * width + column : -1;
            }
          }
        }
      }
    }
    return table;
  });
}

/** For each position of x the places (position of y, tap) that read it, as ones in a matrix of zeros: (H * W, H' * W' * KH * KW). */
export function readMatrix(g: Geometry): NdArray {
  return once(`read ${JSON.stringify(g)}`, () => {
    const table = patchTable(g, 1);
    const shape = [g.input[0] * g.input[1], table.length];
    const data = new Float32Array(shape[0] * shape[1]);
    table.forEach((position, place) => {
      if (position >= 0) data[position * table.length + place] = 1;
    });
    return { data, shape, dtype: 'float32' };
  });
}

/**
 * The convolutions of y that make x by the residue of its positions modulo the stride, in the order of the first positions of each; and `order`, which brings the rows of all residues, those of
 * `images` images together, into the order of x.
 */
export function inputRows(g: Geometry, images: number): { residues: readonly Residue[]; order: Int32Array } {
  return once(`input ${images} ${JSON.stringify(g)}`, () => {
    const residues: Residue[] = [];
    const order = new Int32Array(images * g.input[0] * g.input[1]);
    let place = 0;
    for (let r = 0; r < g.stride[0]; r++) {
      for (let s = 0; s < g.stride[1]; s++) {
        const [rows, rowTaps, above] = alongAxis(g, 0, (r + g.before[0]) % g.stride[0]);
        const [columns, columnTaps, left] = alongAxis(g, 1, (s + g.before[1]) % g.stride[1]);
        for (let image = 0; image < images; image++) {
          for (const row of rows) for (const column of columns) order[(image * g.input[0] + row) * g.input[1] + column] = place++;
        }
        if (rows.length * columns.length === 0) continue;
        residues.push({
          windows: { input: g.output, kernel: [rowTaps.length, columnTaps.length], output: [rows.length, columns.length], stride: [1, 1], before: [above, left] },
          tapTable: Int32Array.from(rowTaps.flatMap((a) => columnTaps.map((b) => a * g.kernel[1] + b))),
        });
      }
    }
    return { residues, order };
  });
}

/**
 * The positions of x with a residue along an axis; the taps that reach them, last first, as the place in y that a tap reaches from grows as the tap gets smaller; and how many of those
 * places lie before y for the first position.
 */
function alongAxis(g: Geometry, axis: 0 | 1, residue: number): [positions: number[], taps: number[], before: number] {
  const stride = g.stride[axis];
  const positions = [...Array(g.input[axis]).keys()].filter((at) => (at + g.before[axis]) % stride === residue);
  const taps = [...Array(g.kernel[axis]).keys()].filter((tap) => tap % stride === residue).reverse();
  return [positions, taps, positions.length && taps.length ? (taps[0] - g.before[axis] - positions[0]) / stride : 0];
}
