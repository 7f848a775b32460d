import type { Count } from '../../tasks/index.js';

/** The most that a count may be. */
export function mostOf(count: Count): number {
  return typeof count === 'number' ? count : count[1];
}

/** A count of tasks that all have the same. @throws RangeError where it is a range. */
export function oneNumber(option: string, count: Count): number {
  if (typeof count === 'number') return count;
  throw new RangeError(`${option} must be one number for this task, not a range, got ${formatCount(count)}.`);
}

/** `5`, or `3-10` of a range. */
export function formatCount(count: Count): string {
  return typeof count === 'number' ? String(count) : count.join('-');
}
