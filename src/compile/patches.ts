import { windowsOf, type Windows } from '../graph/primitives/conv-tables.js';
import { asWritten } from '../graph/primitives/gather.js';
import { sizeOf } from '../graph/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { attributesOf, is } from './simplify/match.js';

/** Patches of images as rows, and where they come from. */
export interface Patches extends Windows {
  /** The images' rows. */
  readonly x: Tensor;
  readonly channels: number;
}

/** What a matrix is the patches of; undefined where it is none, or one of single positions. */
export function patchesOf(matrix: Tensor): Patches | undefined {
  const [read] = matrix.inputs;
  if (!is(matrix, 'reshape') || !is(read, 'gather') || read.rank !== 2 || matrix.rank !== 2) return undefined;
  const { axis, table: pointing } = attributesOf<{ axis: number; table: Int32Array }>(read);
  const table = asWritten(pointing);
  const windows = windowsOf(table);
  const channels = read.shape[1];
  if (axis !== 0 || !windows) return undefined;
  const taps = sizeOf(windows.geometry.kernel);
  if (taps === 1 || matrix.shape[1] !== taps * channels) return undefined;
  const rows = windows.images * sizeOf(windows.geometry.input);
  // The row of zeros that the padding is read from.
  const [source] = read.inputs;
  const x = table === pointing ? source : source.inputs[0];
  const isOneRowMore = table === pointing || (is(source, 'pad') && source.shape[0] === rows + 1);
  return isOneRowMore && x.shape[0] === rows ? { ...windows, x, channels } : undefined;
}
