import type { Tensor } from '../graph/tensor.js';
import { rewrite } from '../graph/walk.js';
import { fold } from './simplify/fold.js';

/** Larger ones cost more to keep than to make: 16 KB. */
const largest = 1 << 12;

/** Works out once what every call would make of constants alone: those that were left broadcast, so that the algebra could see through them, and what is put together of them. */
export function foldConstants(outputs: readonly Tensor[]): Tensor[] {
  return rewrite(outputs, (node) => fold(node, largest) ?? node);
}
