import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import type { NdArray } from '../graph/ndarray.js';

/**
 * The explicit source of all randomness: 64 bits in an int32 array of shape (2). A key is never used up; the same key
 * gives the same draws everywhere, and fresh draws come from `split` and `foldIn`. Being an array, it is also a valid
 * input of a compiled function.
 */
export type Key = NdArray & { readonly data: Int32Array };

/** The key of a seed, any safe integer. */
export function key(seed: number): Key {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`A seed must be a whole number, got ${seed}.`);
  return keyOf(mix(Math.floor(seed / 2 ** 32) | 0, seed | 0, 0x9e3779b9));
}

/**
 * The key of `parent` for the case numbered `index`: one iteration, one task, one worker.
 * @throws RangeError where `index` is no whole number: cases such as 0.1 and 0.2 would have one key.
 */
export function foldIn(parent: Key, index: number): Key {
  if (!Number.isSafeInteger(index)) throw new RangeError(`foldIn takes the number of a case, a whole number, got ${index}.`);
  return keyOf(mix(parent.data[0], parent.data[1], Math.imul(index, 0x85ebca6b) ^ Math.floor(index / 2 ** 32) ^ 0x5bd1e995));
}

/** `count` keys that are independent of each other and of their parent. @throws RangeError where `count` is no whole number of at least 0. */
export function split(parent: Key, count = 2): Key[] {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`split makes a whole number of keys, got ${count}.`);
  return Array.from({ length: count }, (_, index) => foldIn(foldIn(parent, 0x73706c), index));
}

/** A generator that starts from `key`, for code that draws many scalars. */
export function generatorOf(key: Key): RandomGenerator {
  const [high, low] = key.data;
  const [third, fourth] = mix(high, low, 0x2545f491);
  return xoroshiro128plusFromState([high, low, third, fourth | 1]);
}

/** One draw, uniform in [0, 1). */
export function uniformOf(generator: RandomGenerator): number {
  return uniformFloat32(generator);
}

function keyOf(words: [number, number]): Key {
  return { data: new Int32Array(words), shape: [2], dtype: 'int32' };
}

/** Two rounds of the finaliser of MurmurHash3 over 64 bits and a word. */
function mix(high: number, low: number, word: number): [number, number] {
  let a = scramble(high ^ word);
  let b = scramble(low + Math.imul(a, 0x9e3779b1));
  a = scramble(a ^ Math.imul(b, 0x85ebca77));
  b = scramble(b + a);
  return [a, b];
}

function scramble(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) | 0;
}
