import type { Key } from '../../random/index.js';
import { drawOf } from '../policies/draw.js';

/** The draws that belong to one key, one after another. */
export interface Random {
  /** In [low, high); from 0 to 1 where nothing is said. */
  uniform(low?: number, high?: number): number;
  /** Of the normal distribution; the standard one where nothing is said. */
  normal(mean?: number, deviation?: number): number;
  /** One of 0, 1, ... `count` - 1. */
  integer(count: number): number;
}

/** The same key gives the same draws. */
export function randomOf(key: Key): Random {
  const draw = drawOf(key);
  return {
    uniform: (low = 0, high = 1) => low + (high - low) * draw.uniform(),
    normal: (mean = 0, deviation = 1) => mean + deviation * draw.normal(),
    integer: (count) => Math.floor(count * draw.uniform()),
  };
}
