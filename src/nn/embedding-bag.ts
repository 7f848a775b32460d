import { cast, div, expandDims, floor, matmul, maximum, mul, notEqual, oneHot, reshape, slice, softplus, sub, sum, swapAxes, type Tensor } from '../graph/index.js';
import { split } from '../random/index.js';
import { encoder, type Encoder } from './encoder.js';
import { normal, zerosInitialiser, type Initialiser } from './initialisers.js';
import { learner } from './learner.js';

/** `table` is (buckets, width); `scores` (buckets), where weights are learned. */
export type EmbeddingBagParams = { readonly table: Tensor; readonly scores?: Tensor };

export interface EmbeddingBagOptions {
  /** Rows of the table; ids are below it. Row 0 stands for padding and is never read. */
  readonly buckets: number;
  /** Values of a feature vector. */
  readonly width: number;
  /** Whether each id has a weight in the mean, learned like its embedding. Default false: all count alike. */
  readonly weights?: boolean;
  /** Of the table. Default normal with standard deviation 1. */
  readonly initialiser?: Initialiser;
}

/**
 * The mean of the embeddings of a row's ids: ids (N, L), whole numbers, 0 for padding, to features (N, width). A row of padding only gives zeros,
 * and ids that are not below `buckets` count as padding. With `weights` the mean is weighted by softplus(score) of each id, alike at the start.
 *
 * Rows become counts of ids first, (N, buckets), so that the table meets one matrix product and every derivative is one too; a sum over rows
 * that were taken out of the table would make a one-hot matrix of all N L ids in each gradient.
 *
 * @throws RangeError where `buckets` or `width` is not a whole number, or too small.
 */
export function embeddingBag({ buckets, width, weights = false, initialiser = normal(1) }: EmbeddingBagOptions): Encoder<EmbeddingBagParams> {
  if (!Number.isInteger(buckets) || buckets < 2) throw new RangeError(`buckets must be a whole number of at least 2, got ${buckets}.`);
  if (!Number.isInteger(width) || width < 1) throw new RangeError(`width must be a whole number of at least 1, got ${width}.`);
  return encoder(
    [width],
    learner<EmbeddingBagParams>(
      (key) => {
        const [own, other] = split(key, 2);
        return { table: initialiser(own, [buckets, width]), ...(weights && { scores: zerosInitialiser(other, [buckets]) }) };
      },
      ({ table, scores }, ids) => {
        const counts = countIds(cast(ids, 'float32'), buckets);
        const weighted = scores ? mul(counts, softplus(scores)) : counts;
        return div(matmul(weighted, table), maximum(sum(weighted, 1, { keepDims: true }), 1e-6));
      },
    ),
  );
}

/** Ids are told apart by this many low values and the high ones. */
const low = 64;

/**
 * How often each id but 0 stands in each row: (N, L) to (N, buckets). With id = 64 h + l the counts of a row are the product of its one-hot
 * matrices of h and l, so no array of N L buckets values is made.
 */
function countIds(ids: Tensor, buckets: number): Tensor {
  const [rows] = ids.shape;
  const highs = Math.ceil(buckets / low);
  const high = floor(div(ids, low));
  const counted = mul(oneHot(cast(high, 'int32'), highs), expandDims(cast(notEqual(ids, 0), 'float32'), -1));
  const counts = reshape(matmul(swapAxes(counted, 1, 2), oneHot(cast(sub(ids, mul(high, low)), 'int32'), low)), [rows, highs * low]);
  return highs * low === buckets ? counts : slice(counts, [null, [0, buckets]]);
}
