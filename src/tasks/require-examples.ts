import { formatShape, isNdArray, type NdArray } from '../graph/index.js';
import type { HostExamples, Target } from './task.js';

/**
 * Whether examples are some: rows that do not belong together, or a mask of another shape, would be learned from without a word.
 * @param whose the set, for messages: asked only where something is wrong, as every task of a meta-batch is looked at.
 * @param target what kind of answer they must have; absent: any.
 * @throws TypeError where x, y or mask is no host array; RangeError where there are no rows, where x, y and mask have not the same or the mask is not float32 (N), or answers are not of the target's kind.
 */
export function requireExamples({ x, y, mask }: HostExamples, whose: () => string, target?: Target): void {
  for (const [name, part] of [['x', x], ['y', y], ['mask', mask]] as const) {
    if (!isNdArray(part) && (name !== 'mask' || part !== undefined)) throw new TypeError(`${whose()} has no host array as ${name}: make one of lists with ndarray([...]), or of a typed array with ndarray(values, shape).`);
  }
  const [rows] = x.shape;
  if (!(rows > 0)) throw new RangeError(`${whose()} has no rows: give at least one.`);
  if (y.shape[0] !== rows || (mask && mask.shape[0] !== rows)) {
    throw new RangeError(`${whose()} has ${rows} rows of x, ${y.shape[0]} of y${mask ? ` and ${mask.shape[0]} of mask` : ''}: they belong together, row by row.`);
  }
  // A mask (N, 1) would be broadcast against N losses, to N times N.
  if (mask && (mask.dtype !== 'float32' || mask.shape.length !== 1)) throw new RangeError(`${whose()} has a mask of ${described(mask)}: give float32 (${rows}), one for rows that count and zero for the others.`);
  if (target?.kind === 'classes') requireClasses(y, mask, whose, target.ways);
  // Labels would be taken for classes by a loss of classes, and none be checked.
  if (target?.kind === 'values' && y.dtype !== 'float32') throw new RangeError(`${whose()} has values of ${described(y)}: give float32 (${rows}, ${target.outputs}), or say target: { kind: 'classes', ways } where they are labels.`);
}

function requireClasses(y: NdArray, mask: NdArray | undefined, whose: () => string, ways: number): void {
  if (y.dtype !== 'int32' || y.shape.length !== 1) throw new RangeError(`${whose()} has labels of ${described(y)}: give the number of each row's class, int32 (${y.shape[0]}), as in ndarray(Int32Array.of(0, 1, 2)).`);
  for (let row = 0; row < y.data.length; row++) {
    const label = y.data[row];
    if ((label < 0 || label >= ways) && mask?.data[row] !== 0) throw new RangeError(`${whose()} has class ${label} in row ${row}, and its classes are 0 to ${ways - 1}: number labels from 0.`);
  }
}

function described({ dtype, shape }: NdArray): string {
  return `${dtype} ${formatShape(shape)}`;
}
