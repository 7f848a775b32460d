import { metricFor } from '../metric.js';
import { formatDuration } from '../options/duration.js';
import { count } from '../progress.js';
import { formatMeasured, type Metric } from '../report/index.js';
import { describeShift } from '../test-result.js';
import { textTable } from '../text-table.js';
import type { Comparison, Row } from './result.js';

/** The rows of a comparison as cells of a table, under their heads. */
export function tableOf({ rows, metric: name }: Pick<Comparison, 'rows' | 'metric'>): { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const metric = metricFor(name);
  const columns: readonly (readonly [head: string, cell: (row: Row) => string])[] = [
    ['', ({ name }) => name],
    [metric.name, ({ mean, ci95 }) => formatMeasured(metric, mean, ci95)],
    ['one by one', ({ inductive }) => (inductive ? formatMeasured(metric, inductive.mean, inductive.ci95) : '')],
    ['published', ({ published }) => (published ? formatMeasured(metric, published.value) : '')],
    ['training', ({ kind, trainingSeconds }) => (kind === 'algorithm' ? formatDuration(trainingSeconds) : '')],
    ['iterations', ({ kind, iterations }) => (kind === 'algorithm' ? count(iterations) : '')],
    ['adapting, ms', ({ adaptationMilliseconds: time }) => (time === undefined ? '' : time < 10 ? time.toFixed(1) : count(Math.round(time)))],
    ['memory, MB', ({ peakBytes }) => (peakBytes === undefined ? '' : count(Math.round(peakBytes / 2 ** 20)))],
    ['parameters', ({ parameters }) => (parameters === undefined ? '' : count(parameters))],
    ['adapt', ({ adaptingParameters }) => (adaptingParameters === undefined ? '' : count(adaptingParameters))],
  ];
  // A column that no row fills says nothing.
  const used = columns.filter(([head, cell]) => head === '' || rows.some((row) => cell(row) !== ''));
  return { head: used.map(([head]) => head), rows: rows.map((row) => used.map(([, cell]) => cell(row))) };
}

export function present(comparison: Comparison & { readonly report: string }): string {
  const { head, rows } = tableOf(comparison);
  const { title, seconds, seed, episodes, failed, report } = comparison;
  return [
    `${title}: ${formatDuration(seconds)} of training each, ${count(episodes)} test tasks, seed ${seed}.`,
    ...[describeShift(comparison)].filter((sentence) => sentence !== undefined),
    '',
    textTable(head, rows),
    ...failed.map(({ name, error }) => `${name}: not finished: ${error}`),
    '',
    `Report: ${report}`,
  ].join('\n');
}

/** The value of a metric as a chart shows it. */
export function shown({ unit }: Metric, value: number): number {
  return unit === 'percent' ? 100 * value : value;
}
