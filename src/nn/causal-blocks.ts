import { add, concat, expandDims, matmul, mul, sigmoid, slice, split as splitAxis, tanh, tensor, type HostOf, type Tensor } from '../graph/index.js';
import { split, type Key } from '../random/index.js';
import { attend, type Memory } from './attention.js';
import { causalConv, tapOf } from './causal-conv.js';
import type { ConvParams } from './conv.js';
import { dense, withBias, type DenseParams } from './dense.js';

/**
 * A part of a network over a sequence, in which no step sees a later one, and which adds channels to those that a step has: the first `inputs` columns
 * of an output are the input.
 */
export interface CausalBlock<P> {
  readonly inputs: number;
  readonly outputs: number;
  init(key: Key): HostOf<P>;
  /**
   * A sequence (T, inputs) to (T, outputs).
   * @param mask (T), zero for steps of padding, which must come first and be zeros; they stay zeros, as what lies before a sequence is.
   */
  apply(params: P, sequence: Tensor, mask?: Tensor): Tensor;
  /**
   * Rows (N, inputs), each as the step after the last of its own copy of a sequence, to (N, outputs).
   * @param past (T, at least `outputs`): what `apply` gave for that sequence, alone or in a stack that begins with it.
   */
  end(params: P, past: Tensor, rows: Tensor, mask?: Tensor): Tensor;
}

/** A dense block of SNAIL (Mishra et al. 2018, algorithm 1): tanh(f) sigmoid(g) of two causal convolutions of size 2, side by side in one kernel. */
export function denseBlock(inputs: number, filters: number, dilation: number): CausalBlock<ConvParams> {
  const convolution = causalConv(inputs, 2 * filters, { dilation });
  const gated = (both: Tensor): Tensor => {
    const [f, g] = splitAxis(both, 2, -1);
    return mul(tanh(f), sigmoid(g));
  };
  return {
    inputs,
    outputs: inputs + filters,
    init: convolution.init,
    apply: (params, sequence, mask) => concat([sequence, present(gated(convolution.apply(params, sequence)), mask)], 1),
    end({ kernel, bias }, past, rows) {
      const now = withBias(matmul(rows, tapOf(kernel, 1)), bias);
      const before = past.shape[0] - dilation;
      const seen = before < 0 ? now : add(now, matmul(slice(past, [[before, before + 1], [0, inputs]]), tapOf(kernel, 0)));
      return concat([rows, gated(seen)], 1);
    },
  };
}

export type AttentionBlockParams = { readonly query: DenseParams; readonly key: DenseParams; readonly value: DenseParams };

/** An attention block of SNAIL (algorithm 3): what each step reads from those up to itself, by one head. */
export function attentionBlock(inputs: number, keySize: number, valueSize: number): CausalBlock<AttentionBlockParams> {
  const query = dense(inputs, keySize);
  const key = dense(inputs, keySize, { bias: false }); // softmax would not see one
  const value = dense(inputs, valueSize);
  const remember = (params: AttentionBlockParams, x: Tensor): Memory => ({ keys: key.apply(params.key, x), values: value.apply(params.value, x) });
  return {
    inputs,
    outputs: inputs + valueSize,
    init(seed) {
      const [ofQuery, ofKey, ofValue] = split(seed, 3);
      return { query: query.init(ofQuery), key: key.init(ofKey), value: value.init(ofValue) };
    },
    apply(params, sequence, mask) {
      const past = notLater(sequence.shape[0]);
      const read = attend(query.apply(params.query, sequence), remember(params, sequence), { mask: mask ? mul(past, mask) : past });
      return concat([sequence, present(read, mask)], 1);
    },
    end(params, past, rows, mask) {
      const memory = remember(params, slice(past, [null, [0, inputs]]));
      return concat([rows, attend(query.apply(params.query, rows), memory, { mask, own: remember(params, rows) })], 1);
    },
  };
}

/** Blocks one after the other. @throws RangeError where one does not take what the one before gives. */
export function causalStack(blocks: readonly CausalBlock<unknown>[]): CausalBlock<readonly unknown[]> {
  blocks.slice(1).forEach(({ inputs }, i) => {
    if (inputs !== blocks[i].outputs) throw new RangeError(`Block ${i + 1} of a stack takes ${inputs} channels, but the one before gives ${blocks[i].outputs}.`);
  });
  return {
    inputs: blocks[0].inputs,
    outputs: blocks.at(-1)!.outputs,
    init(key) {
      const keys = split(key, blocks.length);
      return blocks.map((block, i) => block.init(keys[i]));
    },
    apply: (params, sequence, mask) => blocks.reduce((x, block, i) => block.apply(params[i], x, mask), sequence),
    end: (params, past, rows, mask) => blocks.reduce((x, block, i) => block.end(params[i], past, x, mask), rows),
  };
}

/** Rows (T, C) with those of padding zero. */
function present(rows: Tensor, mask?: Tensor): Tensor {
  return mask ? mul(rows, expandDims(mask, 1)) : rows;
}

/** (T, T): one where the column's step is not later than the row's. */
function notLater(steps: number): Tensor {
  const rows = Array.from({ length: steps }, (_, row) => Array.from({ length: steps }, (_, column) => Number(column <= row)));
  return tensor(rows);
}
