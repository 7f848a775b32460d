import { isBetter } from './baselines.js';
import { isClearlyBetter } from './clearly-better.js';
import { capitalised, formatMeasured, type Metric } from './report/index.js';
import type { Estimate, TestResult } from './test-result.js';

/** A test broken down by the kind of task. */
export interface Kinds {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Where the learner fails, or does worst, in a sentence. */
  readonly summary: string;
}

/** The figures of each kind, the run's own and those beside it; undefined where all tasks are of one kind. */
export function kindsOf(metric: Metric, { kinds, baselines }: Pick<TestResult, 'kinds' | 'baselines'>): Kinds | undefined {
  if (kinds === undefined) return undefined;
  const names = Object.keys(kinds);
  const beside = baselines.filter((each) => each.kinds);
  const shown = (estimate: Estimate | undefined): string => (estimate ? formatMeasured(metric, estimate.mean, estimate.ci95) : '');
  const rows = names.map((kind) => [kind, String(kinds[kind].episodes), shown(kinds[kind]), ...beside.map((each) => shown(each.kinds![kind]))]);
  const lost = names.flatMap((kind) => {
    const better = beside.filter((each) => each.kinds![kind] && isClearlyBetter(metric, each.kinds![kind], kinds[kind]));
    const best = better.sort((a, b) => (isBetter(metric, a.kinds![kind].mean, b.kinds![kind].mean) ? -1 : 1))[0];
    return best ? [`on ${kind} it fails: ${shown(kinds[kind])}, and ${shown(best.kinds![kind])} for ${best.name}`] : [];
  });
  const worst = names.reduce((found, kind) => (isBetter(metric, kinds[found].mean, kinds[kind].mean) ? kind : found));
  const said = lost.length > 0 ? lost.join('; ') : `by kind of task it does worst on ${worst}: ${shown(kinds[worst])}`;
  return { head: ['kind of task', 'tasks', 'meta-trained', ...beside.map(({ name }) => name)], rows, summary: `${capitalised(said)}.` };
}
