export { ngramIds, type NgramIdOptions } from './ngram-ids.js';
export { ngramVectors, type NgramVectorOptions } from './ngram-vectors.js';
export { bucketOf, ngramHashes, plainText, wordsOf } from './ngrams.js';
export { encodeTexts, writeRow, type SparseRow, type TextRepresentation } from './representation.js';
