import { allocate } from '../graph/dtype.js';
import type { NdArray } from '../graph/ndarray.js';
import { shapeFault, sizeOf, type Shape } from '../graph/shape.js';
import { generatorOf, uniformOf, type Key } from './key.js';

/** float32 draws, uniform in [low, high). @throws RangeError where these are no finite numbers that rise. */
export function uniform(key: Key, shape: Shape, low = 0, high = 1): NdArray {
  if (!(low <= high && high - low < Infinity)) throw new RangeError(`uniform draws from a finite low to a high that is at least as large, got ${low} and ${high}.`);
  const generator = generatorOf(key);
  return fill(shape, () => {
    const value = Math.fround(low + (high - low) * uniformOf(generator));
    // The last draws below the upper end round to it.
    return value < high ? value : low;
  });
}

/** float32 draws from the normal distribution, by Box and Muller. @throws RangeError where the mean is not finite, or the deviation is not or is negative. */
export function normal(key: Key, shape: Shape, mean = 0, deviation = 1): NdArray {
  if (!(Number.isFinite(mean) && deviation >= 0 && deviation < Infinity)) throw new RangeError(`normal draws with a finite mean and a finite deviation of at least 0, got ${mean} and ${deviation}.`);
  const generator = generatorOf(key);
  let spare: number | undefined;
  return fill(shape, () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return mean + deviation * value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniformOf(generator)));
    const angle = 2 * Math.PI * uniformOf(generator);
    spare = radius * Math.sin(angle);
    return mean + deviation * radius * Math.cos(angle);
  });
}

/** One whole number, uniform in [0, count). */
export function integerBelow(key: Key, count: number): number {
  return Math.floor(uniformOf(generatorOf(key)) * count);
}

/** `count` different whole numbers below `total`, in random order. @throws RangeError where there are not as many, or `count` is no whole number of at least 0. */
export function sampleWithoutReplacement(key: Key, total: number, count = total): number[] {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`Only a whole number of items can be drawn, got ${count}.`);
  if (count > total) throw new RangeError(`Cannot draw ${count} different items out of ${total}.`);
  const generator = generatorOf(key);
  // A sparse Fisher-Yates shuffle: only the places that were touched are stored.
  const moved = new Map<number, number>();
  const drawn: number[] = [];
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(uniformOf(generator) * (total - i));
    drawn.push(moved.get(j) ?? j);
    moved.set(j, moved.get(i) ?? i);
  }
  return drawn;
}

function fill(shape: Shape, draw: () => number): NdArray {
  const fault = shapeFault(shape);
  if (fault) throw new RangeError(fault);
  const data = allocate('float32', sizeOf(shape));
  for (let i = 0; i < data.length; i++) data[i] = draw();
  return { data, shape: [...shape], dtype: 'float32' };
}
