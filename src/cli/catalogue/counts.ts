import type { Count } from '../../tasks/index.js';

/** The most that a count may be. */
export function mostOf(count: Count): number {
  return typeof count === 'number' ? count : count[1];
}

/** `5`, or `3-10` of a range. */
export function formatCount(count: Count): string {
  return typeof count === 'number' ? String(count) : count.join('-');
}
