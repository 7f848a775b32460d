import { add } from '../../graph/primitives/arithmetic.js';
import { gather } from '../../graph/primitives/gather.js';
import { concat } from '../../graph/primitives/window.js';
import type { Shape } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { isMatrixProduct } from '../contractions.js';
import { attributesOf, is } from '../simplify/match.js';
import { kernelOf } from './kernels.js';
import { asBlocks, convolvePositions, intoBlocks } from './primitives.js';
import { asRows, turnsOf } from './turns.js';
import type { Blocks } from './use-blocks.js';

/*
 * What comes back from a convolution with a stride is put together of parts, one for each residue of its positions. Parts that are in blocks are put together there, a block of channels at a time.
 */

/** Rows of parts (images * positions, channels), and which row of which part each row of the whole is. */
interface Assembly {
  readonly parts: readonly Tensor[];
  readonly rowAt: (row: number) => { part: number; row: number };
}

/** Rows that are assembled of parts in blocks, or a sum of two such, in blocks of a shape; undefined where they are not. */
export function assembledInBlocks(rows: Tensor, shape: Shape, blocks: Pick<Blocks, 'block' | 'once'>): Tensor | undefined {
  if (!is(rows, 'add') || rows.inputs.some(({ size }) => size !== rows.size)) return putTogether(rows, shape, blocks);
  const [first, second] = rows.inputs.map((input) => putTogether(asRows(input, shape[1]), shape, blocks));
  return first && second ? add(first, second) : undefined;
}

function putTogether(rows: Tensor, shape: Shape, { block, once }: Pick<Blocks, 'block' | 'once'>): Tensor | undefined {
  const [images, channels, height, width] = shape;
  const assembly = byOrder(rows) ?? byTurns(rows, images, height, width);
  if (!assembly?.parts.some(isInBlocks) || !assembly.parts.every(({ shape: [count] }) => count % images === 0)) return undefined;
  const perRow = channels / block;
  const counts = assembly.parts.map((part) => part.shape[0] / images);
  const starts = assembly.parts.map((_, at) => perRow * images * counts.slice(0, at).reduce((total, count) => total + count, 0));
  const table = new Int32Array(images * perRow * height * width);
  for (let row = 0; row < images * height * width; row++) {
    const { part, row: own } = assembly.rowAt(row);
    const [image, position] = [Math.floor(own / counts[part]), own % counts[part]];
    const [to, at] = [Math.floor(row / height / width), row % (height * width)];
    for (let outer = 0; outer < perRow; outer++) table[(to * perRow + outer) * height * width + at] = starts[part] + (image * perRow + outer) * counts[part] + position;
  }
  const lying = assembly.parts.map((part) => asBlocks(inBlocks(part, images, { block, once }), [part.size / block, block]));
  return asBlocks(gather(concat(lying, 0), table, 0), shape);
}

/** Parts one after the other that a gather brings into order. */
function byOrder(rows: Tensor): Assembly | undefined {
  const [joined] = rows.inputs;
  if (!is(rows, 'gather') || rows.rank !== 2 || !is(joined, 'concat')) return undefined;
  const { axis, table } = attributesOf<{ axis: number; table: Int32Array }>(rows);
  if (axis !== 0 || attributesOf<{ axis: number }>(joined).axis !== 0) return undefined;
  const starts = joined.inputs.map((_, at) => joined.inputs.slice(0, at).reduce((total, part) => total + part.shape[0], 0));
  const rowAt = (row: number) => {
    const part = starts.findLastIndex((start) => start <= table[row]);
    return { part, row: table[row] - starts[part] };
  };
  return { parts: joined.inputs, rowAt };
}

/** Parts whose columns, and then rows, take turns. */
function byTurns(rows: Tensor, images: number, height: number, width: number): Assembly | undefined {
  const turns = turnsOf(rows, images, [height, width]);
  if (!turns) return undefined;
  const { parts, stride: [down, across] } = turns;
  const rowAt = (row: number) => {
    const [image, i, j] = [Math.floor(row / height / width), Math.floor(row / width) % height, row % width];
    return { part: (i % down) * across + (j % across), row: ((image * height) / down + Math.floor(i / down)) * (width / across) + Math.floor(j / across) };
  };
  return { parts: parts.map((part) => asRows(part, rows.shape[1])), rowAt };
}

/** Whether a part is in blocks, or is a product of a single tap with what is. */
function isInBlocks(part: Tensor): boolean {
  return is(part, 'fromBlocks') || (isMatrixProduct(part, false) && is(part.inputs[0], 'fromBlocks'));
}

function inBlocks(part: Tensor, images: number, blocks: Pick<Blocks, 'block' | 'once'>): Tensor {
  const [made, kernel] = part.inputs;
  if (is(part, 'fromBlocks') && made.shape[0] === images) return made;
  const [y] = made?.inputs ?? [];
  const isTap = isMatrixProduct(part, false) && is(made, 'fromBlocks') && y.shape[0] === images && [...kernel.shape].every((length) => length % blocks.block === 0);
  if (!isTap) return intoBlocks(part, images, [part.shape[0] / images, 1]);
  return convolvePositions(y, kernelOf(kernel, y.shape[1], [1, 1], blocks));
}
