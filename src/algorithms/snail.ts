import { concat, sizeOf, zeros, type HostOf, type Tensor } from '../graph/index.js';
import { attentionBlock, causalStack, dense, denseBlock, type CausalBlock, type DenseParams, type NoParams } from '../nn/index.js';
import { requireCount } from '../nn/require-count.js';
import { split } from '../random/index.js';
import type { Algorithm } from './algorithm.js';
import { amortised, encoderOf, type Reader, type ReaderOptions, type ReaderPhi, type ReaderTheta } from './amortised.js';
import { answerForm } from './answers.js';
import { shuffled } from './shuffled.js';

export type SnailOptions<E> = ReaderOptions<E> & {
  /** Support rows that a task may have at most, such as ways times shots: dilations grow until a step sees as many. More are read, by attention alone. */
  readonly supportRows: number;
  /** Filters of each dense block. Default 128. */
  readonly filters?: number;
  /** The key and value sizes of each attention block; temporal convolution stands between them. Default [[64, 32], [256, 128], [512, 256]]. */
  readonly attention?: readonly (readonly [keySize: number, valueSize: number])[];
};

export type SnailNetwork = { readonly blocks: readonly unknown[]; readonly head: DenseParams };

/** The support set after all blocks (S, C), whose first columns are what each block took. */
export type SnailMemory = { readonly sequence: Tensor; readonly mask?: Tensor };

/**
 * A simple neural attentive learner (Mishra, Rohaninejad, Chen and Abbeel 2018): the support set is a sequence of features and labels, a query, with
 * zeros for its label, its last step, and what attention and dilated convolutions make of that step is the answer. The blocks are those of their algorithms
 * 1 to 3 in the order of their few-shot network (appendix A). Dilations are 1, 2, 4, ... as in WaveNet; their algorithm 2 begins with 2, and its convolutions
 * would see every other step only.
 *
 * Each query ends its own copy of the sequence. No step sees a later one, so the support set goes through the network once for all of them, exactly.
 *
 * The order of the support set matters. Episodes come sorted by label: in meta-training, where there is a key, each task gets an order of its own; elsewhere the
 * order is a shuffle that depends on nothing but the number of rows.
 * @throws RangeError where sizes make no sense.
 */
export function snail<E = NoParams>(options: SnailOptions<E>): Algorithm<ReaderTheta<E, SnailNetwork>, ReaderPhi<E, SnailNetwork, SnailMemory>> {
  const { supportRows, filters = 128, attention = [[64, 32], [256, 128], [512, 256]] } = options;
  requireCount({ supportRows, filters });
  if (attention.length === 0) throw new RangeError('attention must have the sizes of at least one block, got none.');
  const encoder = encoderOf(options);
  const form = answerForm(options);
  const stack = causalStack(blocksOf(sizeOf(encoder.outputShape) + form.width, supportRows + 1, filters, attention));
  const head = dense(stack.outputs, form.width);

  const reader: Reader<SnailNetwork, SnailMemory> = {
    init(key) {
      const [first, second] = split(key, 2);
      return { blocks: stack.init(first), head: head.init(second) } as HostOf<SnailNetwork>;
    },
    read(params, rows, key) {
      const { features, answers, mask } = shuffled(rows, key);
      return { sequence: stack.apply(params.blocks, concat([features, answers], 1), mask), mask };
    },
    answer(params, { sequence, mask }, features) {
      const queries = concat([features, zeros([features.shape[0], form.width])], 1);
      return head.apply(params.head, stack.end(params.blocks, sequence, queries, mask));
    },
  };
  const settings = { supportRows, filters, attention: attention.join(' '), queryStatistics: options.queryStatistics ?? 'query' };
  return { name: 'snail', settings, ...amortised(reader, encoder, form, options) };
}

/** Attention, and between each two a dense block for every dilation until `steps` are seen (algorithm 2). */
function blocksOf(inputs: number, steps: number, filters: number, attention: readonly (readonly [number, number])[]): CausalBlock<unknown>[] {
  const blocks: CausalBlock<unknown>[] = [];
  const width = (): number => blocks.at(-1)?.outputs ?? inputs;
  attention.forEach(([keySize, valueSize], i) => {
    if (i > 0) for (let dilation = 1; dilation < steps; dilation *= 2) blocks.push(denseBlock(width(), filters, dilation) as CausalBlock<unknown>);
    blocks.push(attentionBlock(width(), keySize, valueSize) as CausalBlock<unknown>);
  });
  return blocks;
}
