import { broadcastTo, reshape } from '../graph/primitives/layout.js';
import { sameShape } from '../graph/shape.js';
import { Tensor } from '../graph/tensor.js';
import { rewrite } from '../graph/walk.js';
import { onceByKey } from './once.js';
import { elementwiseNames } from './simplify/elementwise.js';
import { is } from './simplify/match.js';

/*
 * A matrix and a row of its width, such as channels and their scales, are combined by the runtime row by row, and a row of 64 numbers takes half as long to begin as to do. Read as fewer, longer rows, with as many
 * copies of the one row side by side, the same array takes the time of two arrays of one shape.
 */

/** Of smaller matrices the copies cost what they gain. */
const fewestElements = 1 << 14;
const longest = 1 << 12;
const elementwise = new Set(elementwiseNames);

export function widenRows(outputs: readonly Tensor[]): Tensor[] {
  const once = onceByKey<Tensor>();
  const copied = (row: Tensor, times: number, width: number) => once(`${row.id} ${times}`, () => reshape(broadcastTo(reshape(row, [1, width]), [times, width]), [times * width]));
  return rewrite(outputs, (node) => {
    if (!elementwise.has(node.primitive.name) || node.rank !== 2 || node.size < fewestElements) return node;
    const [rows, width] = node.shape;
    const times = largestDivisor(rows, Math.floor(longest / width));
    const isRow = (x: Tensor) => x.size === width && x.shape[x.rank - 1] === width;
    if (times < 2 || width === 1 || !node.inputs.some(isRow) || !node.inputs.every((x) => isRow(x) || x.size === 1 || sameShape(x.shape, node.shape))) return node;
    const shape = [rows / times, times * width];
    const inputs = node.inputs.map((x) => (isRow(x) ? copied(x, times, width) : x.size === 1 ? x : reshape(is(x, 'reshape') ? x.inputs[0] : x, shape)));
    return reshape(new Tensor(node.primitive, inputs, node.attributes, shape, node.dtype), node.shape);
  });
}

function largestDivisor(value: number, most: number): number {
  for (let divisor = most; divisor > 1; divisor--) if (value % divisor === 0) return divisor;
  return 1;
}
