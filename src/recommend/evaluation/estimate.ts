import { scoreOf } from '../../training/score.js';
import type { Comparison, Estimate } from './result.js';

/** The mean of the users who have a value, which is not NaN, with its interval; undefined where none has. */
export function estimateOf(values: Float64Array): Estimate | undefined {
  const those = Array.from(values).filter((value) => !Number.isNaN(value));
  if (those.length === 0) return undefined;
  const { mean, ci95 } = scoreOf(those);
  return { mean, ...(those.length > 1 ? { ci95 } : {}), users: those.length };
}

/**
 * How a subject stands against another rater by the values of the same users, in the same order: the mean of the differences, whose interval is narrower than those of two means as
 * hard users are hard for both. Undefined where no user has both values.
 */
export function compare(subject: Float64Array, other: Float64Array, better: 'low' | 'high'): Comparison | undefined {
  const sign = better === 'high' ? 1 : -1;
  const advantage = estimateOf(subject.map((value, user) => sign * (value - other[user])));
  if (advantage === undefined) return undefined;
  const { mean, ci95 = Infinity } = advantage;
  // Zero differences of all users have an interval of no width, which holds zero.
  const outcome = Math.abs(mean) <= ci95 ? 'level' : mean > 0 ? 'ahead' : 'behind';
  return { advantage, outcome };
}
