import { sampleWithoutReplacement, type Key } from '../../random/index.js';

/**
 * Different rows out of a task's, `shots` for the support and `queries` for the query, at random. With classes, the support first gets a row of each class that the
 * task has, as far as `shots` reach.
 * @param classes the class of each row; undefined where the target is a number.
 */
export function drawRows(key: Key, count: number, shots: number, queries: number, classes?: ArrayLike<number>): { support: number[]; query: number[] } {
  const drawn = sampleWithoutReplacement(key, count, classes ? count : shots + queries);
  const seen = new Set<number>();
  const first = classes ? drawn.filter((row) => !seen.has(classes[row]) && seen.add(classes[row])).slice(0, shots) : [];
  const others = drawn.filter((row) => !first.includes(row));
  const support = [...first, ...others.slice(0, shots - first.length)];
  return { support, query: others.slice(shots - first.length, shots - first.length + queries) };
}
