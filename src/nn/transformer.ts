import { add, gelu, type HostOf, type Tensor } from '../graph/index.js';
import { split, type Key } from '../random/index.js';
import type { Memory } from './attention.js';
import { dense, type DenseParams } from './dense.js';
import { multiHeadAttention, type AttentionParams } from './multi-head-attention.js';
import { layerNorm, type NormParams } from './norm.js';

export type TransformerParams = {
  readonly attentionNorm: NormParams;
  readonly attention: AttentionParams;
  readonly mlpNorm: NormParams;
  readonly mlp: { readonly up: DenseParams; readonly down: DenseParams };
};

export interface TransformerOptions {
  /** Values of a row. */
  readonly width: number;
  /** It must divide `width`. Default 4. */
  readonly heads?: number;
  /** Width of the hidden layer. Default 4 times `width`. */
  readonly hidden?: number;
}

/** One layer of a transformer over rows that are a set and rows that each ask it by themselves. */
export interface TransformerLayer {
  init(key: Key): HostOf<TransformerParams>;
  /** Rows x (S, width) that all attend to each other, where `mask` (S) is one; and what later rows read of them. */
  read(params: TransformerParams, x: Tensor, mask?: Tensor): { readonly output: Tensor; readonly memory: Memory };
  /** Rows x (Q, width) that each attend to a memory and to themselves. */
  answer(params: TransformerParams, x: Tensor, memory: Memory, mask?: Tensor): Tensor;
}

/**
 * A transformer layer with normalisation first (Xiong et al. 2020): x + attention(norm(x)), then x + mlp(norm(x)), the MLP with one hidden layer and GELU.
 * Without positions: the order of rows changes nothing.
 */
export function transformerLayer({ width, heads, hidden = 4 * width }: TransformerOptions): TransformerLayer {
  const attention = multiHeadAttention({ width, heads });
  const norm = layerNorm(width);
  const up = dense(width, hidden);
  const down = dense(hidden, width);
  const transformed = (params: TransformerParams, x: Tensor): Tensor => {
    const inner = gelu(up.apply(params.mlp.up, norm.apply(params.mlpNorm, x)));
    return add(x, down.apply(params.mlp.down, inner));
  };
  return {
    init(key) {
      const [first, second, third] = split(key, 3);
      return { attentionNorm: norm.init(key), attention: attention.init(first), mlpNorm: norm.init(key), mlp: { up: up.init(second), down: down.init(third) } };
    },
    read(params, x, mask) {
      const rows = norm.apply(params.attentionNorm, x);
      const memory = attention.remember(params.attention, rows);
      return { output: transformed(params, add(x, attention.read(params.attention, rows, memory, { mask }))), memory };
    },
    answer(params, x, memory, mask) {
      const rows = norm.apply(params.attentionNorm, x);
      const own = attention.remember(params.attention, rows);
      return transformed(params, add(x, attention.read(params.attention, rows, memory, { mask, own })));
    },
  };
}
