import { isBetter } from './baselines.js';
import type { Estimate } from './test-result.js';

/**
 * Whether one estimate is better than another by more than both intervals: the one measure of what is called better. It is cautious, as
 * both are of the same tasks. Any number is clearly better than none.
 */
export function isClearlyBetter(metric: Parameters<typeof isBetter>[0], one: Estimate, other: Estimate): boolean {
  return isBetter(metric, one.mean, other.mean) && (Number.isNaN(other.mean) || Math.abs(one.mean - other.mean) > one.ci95 + other.ci95);
}
