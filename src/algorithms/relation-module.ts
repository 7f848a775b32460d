import { add, broadcastTo, concat, conv2d, expandDims, relu, reshape, slice, type HostOf, type Shape, type Tensor } from '../graph/index.js';
import { batchNorm, conv, dense, flatten, maxPooling, through, type Context, type ConvParams, type DenseParams, type Learner, type NormParams, type Pass } from '../nn/index.js';
import { split, type Key } from '../random/index.js';

/** What tells how well a query map belongs to a class map. `R` is the structure of its parameters. */
export interface Relation<R> {
  init(key: Key): HostOf<R>;
  /**
   * Relations, before a sigmoid, of each query map (N, H, W, C) to each class map (M, H, W, C): the output is (N * M), the pairs of the first
   * query first. Batch statistics are over the pairs; so is `mask`, float32 (N * M).
   */
  forward(params: R, classes: Tensor, queries: Tensor, context?: Context): Pass;
}

export interface RelationModuleOptions {
  /** (H, W, C) of a map, the encoder's `outputShape`. */
  readonly inputShape: Shape;
  /** Of both convolutions. Default 64. */
  readonly channels?: number;
  /** The width of the hidden dense layer. Default 8. */
  readonly hidden?: number;
}

export type RelationParams = {
  readonly blocks: readonly { readonly conv: ConvParams; readonly norm: NormParams }[];
  readonly hidden: DenseParams;
  readonly head: DenseParams;
};

/**
 * The relation module of Sung et al. 2018 (figure 2) on class and query map joined in depth: two blocks of 3 x 3 convolution, batch normalisation,
 * ReLU and, where the map is at least 2 x 2, 2 x 2 max-pooling; a hidden dense layer with ReLU; one number, whose sigmoid is the relation score.
 *
 * The first convolution is linear in the joined maps, so each class and each query goes through its half of the kernel once, not once for
 * each pair: the same up to rounding.
 */
export function relationModule({ inputShape, channels = 64, hidden: width = 8 }: RelationModuleOptions): Relation<RelationParams> {
  requireMaps(inputShape);
  const depth = inputShape[2];
  const convolutions = [2 * depth, channels].map((inputs) => conv(inputs, channels, { padding: 1, bias: false }));
  const norm = batchNorm(channels);
  let [rows, columns] = inputShape;
  const shrink = convolutions.map(() => {
    if (Math.min(rows, columns) < 2) return [];
    [rows, columns] = [Math.floor(rows / 2), Math.floor(columns / 2)];
    return [maxPooling(2)];
  });
  const hidden = dense(rows * columns * channels, width);
  const head = dense(width, 1);

  return {
    init(key) {
      const keys = split(key, 4);
      const blocks = convolutions.map((convolution, i) => ({ conv: convolution.init(keys[i]), norm: norm.init(keys[i]) }));
      return { blocks, hidden: hidden.init(keys[2]), head: head.init(keys[3]) };
    },
    forward({ blocks: [first, second], ...rest }, classes, queries, context) {
      const of = (maps: Tensor, from: number): Tensor => conv2d(maps, slice(first.conv.kernel, [null, null, [from, from + depth]]), { padding: 1 });
      const joined = pairsOf(of(classes, 0), of(queries, depth), add);
      const blocks = [[norm, first.norm], ...shrink[0], relu, [convolutions[1], second.conv], [norm, second.norm], ...shrink[1], relu] as const;
      const { output, statistics } = through([...blocks, flatten, [hidden, rest.hidden], relu, [head, rest.head]], joined, context);
      return { output: reshape(output, [-1]), statistics };
    },
  };
}

/** A relation from a learner of your own that gives one number, (N * M, 1), for each class and query map joined in depth, (N * M, H, W, 2C). */
export function relationOf<R>(pairs: Learner<R>): Relation<R> {
  const joined = (classes: Tensor, queries: Tensor): Tensor => {
    const shape = [queries.shape[0], classes.shape[0], ...classes.shape.slice(1)];
    return pairsOf(classes, queries, (a, b) => concat([broadcastTo(a, shape), broadcastTo(b, shape)], -1));
  };
  return {
    init: pairs.init,
    forward(params, classes, queries, context) {
      const { output, statistics } = pairs.forward(params, joined(classes, queries), context);
      return { output: reshape(output, [-1]), statistics };
    },
  };
}

/** Each query (N, ...) with each class (M, ...), joined and as rows (N * M, ...). */
function pairsOf(classes: Tensor, queries: Tensor, join: (classes: Tensor, queries: Tensor) => Tensor): Tensor {
  const pairs = join(expandDims(classes, 0), expandDims(queries, 1));
  return reshape(pairs, [-1, ...pairs.shape.slice(2)]);
}

/** @throws RangeError where features are no maps. */
export function requireMaps(shape: Shape): void {
  if (shape.length !== 3) throw new RangeError(`Relations are of maps (height, width, channels), and the encoder gives (${shape.join(', ')}). Keep its positions: conv4Encoder({ ..., positions: 'map' }).`);
}
