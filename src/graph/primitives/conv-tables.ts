/** The sizes of a convolution, each as [height, width]. `before` is the padding above and to the left. */
export interface Geometry {
  readonly input: readonly [number, number];
  readonly kernel: readonly [number, number];
  readonly output: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly before: readonly [number, number];
}

interface Residue {
  /** For each image, position and tap the row of y, or -1. */
  readonly table: Int32Array;
  /** Which taps of the kernel, as rows of its flattened window. */
  readonly tapTable: Int32Array;
  /** How many positions of an image have this residue. */
  readonly positions: number;
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

/** For each image, position of y and tap: the row of x (image, height, width), or -1 in the padding. */
export function patchTable(g: Geometry, images: number): Int32Array {
  return once(`patches ${images} ${JSON.stringify(g)}`, () => {
    const [height, width] = g.input;
    const table = new Int32Array(images * g.output[0] * g.output[1] * g.kernel[0] * g.kernel[1]);
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

/**
 * What reaches each row of x, by the residue of its position modulo the stride, over `images` in all; and `order`, which
 * brings the rows of all residues, those of `imagesPerTask` images together, back into the order of x.
 */
export function inputRows(g: Geometry, images: number, imagesPerTask: number): { residues: readonly Residue[]; order: Int32Array } {
  return once(`input ${images} ${imagesPerTask} ${JSON.stringify(g)}`, () => {
    const residues: Residue[] = [];
    const places = new Int32Array(imagesPerTask * g.input[0] * g.input[1]);
    let place = 0;
    for (let r = 0; r < g.stride[0]; r++) {
      for (let s = 0; s < g.stride[1]; s++) {
        const [rows, rowTaps] = alongAxis(g, 0, r);
        const [columns, columnTaps] = alongAxis(g, 1, s);
        for (let image = 0; image < imagesPerTask; image++) {
          for (const row of rows) for (const column of columns) places[(image * g.input[0] + row) * g.input[1] + column] = place++;
        }
        residues.push({
          table: reachingRows(g, images, rows, columns, rowTaps, columnTaps),
          tapTable: Int32Array.from(rowTaps.flatMap((a) => columnTaps.map((b) => a * g.kernel[1] + b))),
          positions: rows.length * columns.length,
        });
      }
    }
    return { residues: residues.filter(({ positions }) => positions > 0), order: places };
  });
}

/** The positions of x with a residue along an axis, and the taps that reach them. */
function alongAxis(g: Geometry, axis: 0 | 1, residue: number): [positions: number[], taps: number[]] {
  const stride = g.stride[axis];
  const positions = [...Array(g.input[axis]).keys()].filter((at) => (at + g.before[axis]) % stride === residue);
  const taps = [...Array(g.kernel[axis]).keys()].filter((tap) => tap % stride === residue);
  return [positions, taps];
}

function reachingRows(g: Geometry, images: number, rows: number[], columns: number[], rowTaps: number[], columnTaps: number[]): Int32Array {
  const table = new Int32Array(images * rows.length * columns.length * rowTaps.length * columnTaps.length);
  let at = 0;
  for (let image = 0; image < images; image++) {
    for (const row of rows) {
      for (const column of columns) {
        for (const a of rowTaps) {
          for (const b of columnTaps) {
            const i = (row + g.before[0] - a) / g.stride[0];
            const j = (column + g.before[1] - b) / g.stride[1];
            const inside = i >= 0 && i < g.output[0] && j >= 0 && j < g.output[1];
            table[at++] = inside ? (image * g.output[0] + i) * g.output[1] + j : -1;
          }
        }
      }
    }
  }
  return table;
}
