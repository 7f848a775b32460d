/** How sure a prediction is that the query belongs to one of the task's classes: by the largest probability, or by the largest logit. */
export type Sureness = 'probability' | 'logit';

/**
 * The share of pairs of one that belongs and one that does not where the one that belongs is surer (area under the ROC curve); ties count half. 0.5 is a guess. NaN where some are no numbers, as of a learner that diverged.
 */
export function areaUnderCurve(belonging: readonly number[], outside: readonly number[]): number {
  if ([belonging, outside].some((values) => values.some(Number.isNaN))) return NaN;
  const all = [...belonging.map((value) => ({ value, belongs: true })), ...outside.map((value) => ({ value, belongs: false }))].sort((a, b) => a.value - b.value);
  let ranks = 0;
  for (let i = 0; i < all.length; ) {
    let end = i;
    while (end < all.length && all[end].value === all[i].value) end++;
    const rank = (i + end + 1) / 2;
    for (let at = i; at < end; at++) if (all[at].belongs) ranks += rank;
    i = end;
  }
  return (ranks - (belonging.length * (belonging.length + 1)) / 2) / (belonging.length * outside.length);
}

/** The largest of `values` that at least the given share of them, between 0 and 1, reach or surpass. */
export function thresholdFor(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  // A share such as 0.9 of ten is nine, whatever its rounding.
  const kept = Math.ceil(share * sorted.length - 1e-9);
  return sorted[Math.min(sorted.length - 1, Math.max(0, sorted.length - kept))];
}
