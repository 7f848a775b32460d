import { cast, take, type Tensor } from '../graph/index.js';
import { normal, type Initialiser } from './initialisers.js';
import { learner, type Learner } from './learner.js';
import { requireCount } from './require-count.js';

/** `table` is (rows, width). */
export type EmbeddingParams = { readonly table: Tensor };

/**
 * The rows of a table that whole numbers x (...) name: (..., width). Indices must be in [0, rows); float32 ones are
 * rounded towards zero. Starts normal with standard deviation 1/sqrt(width).
 * @throws RangeError where `rows` or `width` is not a whole number of at least 1.
 */
export function embedding(rows: number, width: number, { initialiser = normal(1 / Math.sqrt(width)) }: { readonly initialiser?: Initialiser } = {}): Learner<EmbeddingParams> {
  requireCount({ rows, width });
  return learner<EmbeddingParams>(
    (key) => ({ table: initialiser(key, [rows, width]) }),
    ({ table }, x) => take(table, x.dtype === 'int32' ? x : cast(x, 'int32')),
  );
}
