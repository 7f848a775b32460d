import { ndarray } from '../ndarray.js';
import type { Primitive } from '../primitive.js';
import { apply, type Tensor } from '../tensor.js';

/** Beyond every table, also beyond the tables of many tasks one behind the other. */
export const outside = 2 ** 30;

/**
 * Indices by data of a table of so many rows. One that is none becomes one that every kernel refuses: by itself it would read, without a word, from the end of the table where it is negative, and
 * from the table of the next task where many tasks have one behind the other.
 */
const withinPrimitive: Primitive<{ readonly rows: number }> = {
  name: 'within',
  infer: ([x]) => x,
  vjp: () => [null],
  batch: ([x], _, node) => apply(withinPrimitive, [x], node.attributes),
  evaluate([x], { attributes: { rows } }) {
    const none = x.data.find((index) => index < 0 || index >= rows);
    if (none !== undefined) throw new RangeError(`take: index ${none} is outside of 0 to ${rows - 1}.`);
    return x;
  },
  lower(emit, [x], { attributes: { rows } }) {
    const number = (value: number) => emit.constant(ndarray(value, [], 'int32'));
    const nearest = emit.node('Clip', [x, number(0), number(rows - 1)]);
    return emit.node('Where', [emit.node('Equal', [nearest, x]), x, number(outside)]);
  },
};

/** int32 indices by data, refused when the program runs where they are not from 0 to below `rows`; what is no index tensor is left to the operation that it is given to. */
export function within(indices: Tensor, rows: number): Tensor {
  return indices.dtype === 'int32' ? apply(withinPrimitive, [indices], { rows }) : indices;
}
