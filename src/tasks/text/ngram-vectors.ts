import { bucketOf, checkNgrams, ngramHashes, type Ngrams } from './ngrams.js';
import type { SparseRow, TextRepresentation } from './representation.js';

export interface NgramVectorOptions extends Partial<Ngrams> {
  /** Values of a vector. Default 1024. */
  readonly buckets?: number;
  /** Whether pieces that few training texts have weigh more. Default false. */
  readonly idf?: boolean;
}

/**
 * A text as a vector of its words and runs of letters, float32 (buckets): each piece adds or takes away the square root of how often it stands there in
 * the bucket that its hash names (Weinberger et al. 2009, "Feature hashing for large scale multitask learning", equation 1: two texts' product stays that of
 * their pieces on average); then the vector is scaled to length 1. A text without any letter, digit or sign gives zeros.
 *
 * By default words and runs of 3 to 5 letters, which needs nothing but these options to be repeated elsewhere. With `idf` a family learns on its training
 * classes, and only there, how rare each piece is (log of texts / texts that have it); the learned representation is the family's `representation`.
 *
 * @throws RangeError where options make no sense.
 */
export function ngramVectors({ buckets = 1024, words = 1, characters = [3, 5], idf = false }: NgramVectorOptions = {}): TextRepresentation {
  if (!Number.isInteger(buckets) || buckets < 1 || buckets > 2 ** 20) throw new RangeError(`buckets must be a whole number from 1 to ${2 ** 20}, got ${buckets}.`);
  const ngrams = { words, characters };
  checkNgrams(ngrams);
  const weighted = (weightOf: (hash: number) => number): TextRepresentation => ({
    inputShape: [buckets],
    description: { kind: 'n-gram vectors', buckets, words, characters, idf },
    encode: (text) => unitVector(ngramHashes(text, ngrams), buckets, weightOf),
  });
  const plain = weighted(() => 1);
  return idf ? { ...plain, fit: (texts) => weighted(rarity(texts, ngrams)) } : plain;
}

function unitVector(hashes: readonly number[], buckets: number, weightOf: (hash: number) => number): SparseRow {
  const counts = new Map<number, number>();
  for (const hash of hashes) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  const sums = new Map<number, number>();
  for (const [hash, count] of counts) {
    const bucket = bucketOf(hash, buckets);
    sums.set(bucket, (sums.get(bucket) ?? 0) + (hash < 0 ? -1 : 1) * Math.sqrt(count) * weightOf(hash));
  }
  const entries = [...sums].filter(([, value]) => value !== 0).sort(([a], [b]) => a - b);
  const length = Math.sqrt(entries.reduce((total, [, value]) => total + value * value, 0));
  return { at: Uint32Array.from(entries, ([bucket]) => bucket), values: Float32Array.from(entries, ([, value]) => value / length) };
}

/** The log of how many texts there are for each that has a piece; a piece that none has counts as if in one more text. */
function rarity(texts: Iterable<string>, ngrams: Ngrams): (hash: number) => number {
  const holders = new Map<number, number>();
  let total = 0;
  for (const text of texts) {
    total++;
    for (const hash of new Set(ngramHashes(text, ngrams))) holders.set(hash, (holders.get(hash) ?? 0) + 1);
  }
  return (hash) => Math.log((1 + total) / (1 + (holders.get(hash) ?? 0)));
}
