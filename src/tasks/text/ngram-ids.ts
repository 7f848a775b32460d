import { bucketOf, checkNgrams, ngramHashes, type Ngrams } from './ngrams.js';
import type { TextRepresentation } from './representation.js';

export interface NgramIdOptions extends Partial<Ngrams> {
  /** Ids of a row; the pieces of a text beyond it are left out, words last. Default 64. */
  readonly length?: number;
  /** Ids are below it: the rows of the table of an embedding bag. Default 4096. */
  readonly buckets?: number;
}

/**
 * A text as the ids of its words and runs of letters, for `embeddingBag`: float32 (length) of whole numbers from 1 to `buckets` - 1, then zeros. Pieces with
 * the same hash share an id. By default words and runs of 3 letters: about 45 ids for a sentence of 8 words.
 *
 * @throws RangeError where options make no sense.
 */
export function ngramIds({ length = 64, buckets = 4096, words = 1, characters = [3, 3] }: NgramIdOptions = {}): TextRepresentation {
  if (!Number.isInteger(length) || length < 1 || length > 10_000) throw new RangeError(`length must be a whole number from 1 to 10000, got ${length}.`);
  // Ids must be exact in float32.
  if (!Number.isInteger(buckets) || buckets < 2 || buckets > 2 ** 24) throw new RangeError(`buckets must be a whole number from 2 to ${2 ** 24}, got ${buckets}.`);
  const ngrams = { words, characters };
  checkNgrams(ngrams);
  return {
    inputShape: [length],
    description: { kind: 'n-gram ids', length, buckets, words, characters },
    encode(text) {
      const values = Float32Array.from(ngramHashes(text, ngrams).slice(0, length), (hash) => 1 + bucketOf(hash, buckets - 1));
      return { at: Uint32Array.from(values.keys()), values };
    },
  };
}
