import { metricNames, raterMetrics, type Estimate, type QuestionSetResult } from '../../recommend/index.js';
import { count } from '../progress.js';
import { textTable } from '../text-table.js';
import { headMetrics } from './head.js';
import type { RatingsTestResult } from './ratings-test-result.js';
import { differenceTable, whoWins } from './who-wins.js';

/** A test of raters for people: all metrics of all raters by the number of known ratings, the paired differences, and who wins. */
export function describeRatingsTest(result: RatingsTestResult & { readonly report: string }): string {
  const { sets } = result.evaluation;
  const differences = headMetrics.flatMap((metric) => {
    const table = differenceTable(result.evaluation, metric);
    return table ? [textTable(table.head, table.rows), ''] : [];
  });
  const told = whoWins(result.evaluation);
  return [...sets.flatMap((set) => [tableOf(set), '']), ...differences, ...(told.length > 0 ? told : [result.summary]), `Report: ${result.report}`].join('\n');
}

function tableOf({ name, users, raters }: QuestionSetResult): string {
  const metrics = metricNames.filter((metric) => raters.some(({ metrics }) => metrics[metric]));
  const rows = raters.map(({ rater, metrics: own }) => [rater, ...metrics.map((metric) => shown(own[metric]))]);
  return textTable([`${name}, ${count(users)} users`, ...metrics.map((metric) => raterMetrics[metric].title)], rows);
}

/** `0.912 ± 0.021`, and nothing where it was not measured. */
export function shown(estimate: Estimate | undefined): string {
  if (estimate === undefined) return '';
  const { mean, ci95 } = estimate;
  return ci95 === undefined ? mean.toFixed(3) : `${mean.toFixed(3)} ± ${ci95.toFixed(3)}`;
}
