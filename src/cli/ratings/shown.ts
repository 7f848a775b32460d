import type { Estimate } from '../../recommend/index.js';

/** `0.912 ± 0.021`, and nothing where it was not measured. */
export function shown(estimate: Estimate | undefined): string {
  if (estimate === undefined) return '';
  const { mean, ci95 } = estimate;
  return ci95 === undefined ? mean.toFixed(3) : `${mean.toFixed(3)} ± ${ci95.toFixed(3)}`;
}
