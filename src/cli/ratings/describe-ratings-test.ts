import { metricNames, raterMetrics, type QuestionSetResult } from '../../recommend/index.js';
import { count } from '../progress.js';
import { textTable } from '../text-table.js';
import { headMetrics } from './head.js';
import type { RatingsTestResult } from './ratings-test-result.js';
import { shown } from './shown.js';
import { describeEvidence } from './evidence-report.js';
import { differenceTable, whoWins } from './who-wins.js';

/** A test of raters for people: all metrics of all raters by the number of known ratings, the paired differences, and who wins. */
export function describeRatingsTest(result: RatingsTestResult & { readonly report: string }): string {
  const { sets } = result.evaluation;
  const differences = headMetrics.flatMap((metric) => {
    const table = differenceTable(result.evaluation, metric);
    return table ? [textTable(table.head, table.rows), ''] : [];
  });
  const told = whoWins(result.evaluation);
  return [...sets.flatMap((set) => [tableOf(set), '']), ...differences, ...(result.evidence ? [describeEvidence(result.evidence), ''] : []), ...(told.length > 0 ? told : [result.summary]), `Report: ${result.report}`].join('\n');
}

function tableOf({ name, users, raters }: QuestionSetResult): string {
  const metrics = metricNames.filter((metric) => raters.some(({ metrics }) => metrics[metric]));
  const rows = raters.map(({ rater, metrics: own }) => [rater, ...metrics.map((metric) => shown(own[metric]))]);
  return textTable([`${name}, ${count(users)} users`, ...metrics.map((metric) => raterMetrics[metric].title)], rows);
}
