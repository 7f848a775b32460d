import { reshape, swapAxes, type HostOf, type Tensor } from '../graph/index.js';
import { split, type Key } from '../random/index.js';
import { attend, type AttendOptions, type Memory } from './attention.js';
import { dense, type DenseParams } from './dense.js';

export type AttentionParams = { readonly query: DenseParams; readonly key: DenseParams; readonly value: DenseParams; readonly output: DenseParams };

export interface MultiHeadOptions {
  /** Values of all heads together, and of a row of the output. */
  readonly width: number;
  /** It must divide `width`. Default 4. */
  readonly heads?: number;
  /** Values of a row that asks. Default `width`. */
  readonly queries?: number;
  /** Values of a row that keys are made of. Default `width`. */
  readonly keys?: number;
  /** Values of a row that values are made of. Default that of `keys`. */
  readonly values?: number;
}

/** Attention as a layer. Not a learner: it reads more than one set of rows. */
export interface MultiHeadAttention {
  init(key: Key): HostOf<AttentionParams>;
  /** The heads' keys (..., heads, S, width / heads) and values from rows (..., S, keys) and (..., S, values), by default the same. */
  remember(params: AttentionParams, keys: Tensor, values?: Tensor): Memory;
  /** What rows x (..., Q, queries) read from a memory: (..., Q, width). A mask broadcasts to (..., heads, Q, S). */
  read(params: AttentionParams, x: Tensor, memory: Memory, options?: AttendOptions): Tensor;
}

/**
 * Multi-head attention (Vaswani et al. 2017, section 3.2.2): `heads` attentions side by side, each on a projection of its own.
 * @throws RangeError where `heads` does not divide `width`.
 */
export function multiHeadAttention(options: MultiHeadOptions): MultiHeadAttention {
  const { width, heads = 4, queries = width, keys = width, values = keys } = options;
  if (!Number.isInteger(heads) || heads < 1 || width % heads !== 0) throw new RangeError(`A width of ${width} cannot be divided into ${heads} equal heads.`);
  const [query, value, output] = [queries, values, width].map((inputs) => dense(inputs, width));
  // A bias would add the same to all scores of a query, which softmax does not see.
  const key = dense(keys, width, { bias: false });
  const apart = (x: Tensor): Tensor => swapAxes(reshape(x, [...x.shape.slice(0, -1), heads, width / heads]), -2, -3);
  const together = (x: Tensor): Tensor => {
    const rows = swapAxes(x, -2, -3);
    return reshape(rows, [...rows.shape.slice(0, -2), width]);
  };
  return {
    init(seed) {
      const [ofQuery, ofKey, ofValue, ofOutput] = split(seed, 4);
      return { query: query.init(ofQuery), key: key.init(ofKey), value: value.init(ofValue), output: output.init(ofOutput) };
    },
    remember: (params, x, y = x) => ({ keys: apart(key.apply(params.key, x)), values: apart(value.apply(params.value, y)) }),
    read: (params, x, memory, given) => output.apply(params.output, together(attend(apart(query.apply(params.query, x)), memory, given))),
  };
}
