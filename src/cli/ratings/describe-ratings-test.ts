import { metricNames, raterMetrics, type Estimate, type QuestionSetResult } from '../../recommend/index.js';
import { count } from '../progress.js';
import { textTable } from '../text-table.js';
import { headMetrics, type RatingsTestResult } from './ratings-test-result.js';

/** A test of raters for people: all metrics of all raters in one table, and who wins, by the number of known ratings. */
export function describeRatingsTest(result: RatingsTestResult & { readonly report: string }): string {
  const { sets } = result.evaluation;
  return [...sets.flatMap((set, at) => [...(at > 0 ? [''] : []), tableOf(set)]), '', ...verdictsOf(sets, result), `Report: ${result.report}`].join('\n');
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

function verdictsOf(sets: readonly QuestionSetResult[], { summary }: RatingsTestResult): string[] {
  const told = sets.flatMap(({ verdicts }) => verdicts.filter(({ metric }) => headMetrics.includes(metric)).map(({ sentence }) => sentence));
  return told.length === 0 ? [summary] : told;
}
