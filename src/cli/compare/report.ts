import { join } from 'node:path';
import { replaceFile } from '../../training/index.js';
import { kindsOf } from '../kinds.js';
import { metricFor } from '../metric.js';
import { formatDuration } from '../options/duration.js';
import { count } from '../progress.js';
import { capitalised, definitions, figure, intervalPlot, renderPage, smallMultiples, table, type Section } from '../report/index.js';
import { describeShift } from '../test-result.js';
import type { ComparePlan } from './plan.js';
import { shown, tableOf } from './present.js';
import type { Comparison } from './result.js';

/** Writes report.html and result.json into the folder of a comparison. */
export async function writeComparison({ folder, settings }: ComparePlan, comparison: Comparison): Promise<string> {
  const { title, seconds, seed, episodes } = comparison;
  const page = renderPage({
    title: `${title}: algorithms compared`,
    lead: `Each trained for ${formatDuration(seconds)} on the same machine with seed ${seed}, and was tested on the same ${count(episodes)} tasks.`,
    sections: [results(comparison), ...kinds(comparison), ...curves(comparison), ...published(comparison), conditions(comparison, settings)],
  });
  const file = join(folder, 'report.html');
  await replaceFile(join(folder, 'result.json'), `${JSON.stringify(comparison, undefined, 2)}\n`);
  await replaceFile(file, page);
  return file;
}

function results(comparison: Comparison): Section {
  const { rows, metric: name, failed, pretraining } = comparison;
  const metric = metricFor(name);
  const means = rows.map(({ mean }) => mean).filter((mean) => mean > 0);
  const plot = intervalPlot({
    name: `${metric.name} of each`,
    label: metric.unit === 'percent' ? `${metric.name}, %` : metric.name,
    log: metric.unit === 'number' && Math.max(...means) > 20 * Math.min(...means),
    rows: rows.map((row) => ({
      name: row.name,
      tone: row.kind === 'algorithm' ? ('own' as const) : ('pretrained' as const),
      mean: shown(metric, row.mean),
      margin: shown(metric, row.ci95),
      ...(row.published ? { beside: shown(metric, row.published.value) } : {}),
    })),
  });
  const { head, rows: cells } = tableOf(comparison);
  const hollow = rows.some((row) => row.published) ? ' Hollow: what was published, by its own protocol, below.' : '';
  const notes = [
    describeShift(comparison) ?? '',
    pretraining ? `What pretrained ways begin with was trained for ${formatDuration(pretraining.trainingSeconds)}, ${count(pretraining.iterations)} batches.` : '',
    ...failed.map(({ name: cell, error }) => `${cell} was not finished: ${error}`),
  ].filter(Boolean);
  const legend = 'Blue: meta-trained; the others are the conventional ways. Batch statistics come from the query set where there are any; figures for one query at a time stand in the column "one by one".';
  const caption = `${capitalised(metric.name)} on query examples of tasks never seen in training, with 95 % intervals: ${metric.better} is better.${hollow}`;
  return { heading: 'Results', text: [legend, ...notes].join(' '), body: [figure(caption, plot), table(head, cells)] };
}

/** Each kind of task, where there are several: a row for each algorithm would be wide, so each is a column. */
function kinds({ rows, metric: name }: Comparison): Section[] {
  const [first, ...others] = rows.filter((row) => row.kinds);
  if (!first) return [];
  const episodesOf = (row: typeof first) => Object.fromEntries(Object.entries(row.kinds!).map(([kind, estimate]) => [kind, { episodes: NaN, ...estimate }]));
  const broken = kindsOf(metricFor(name), {
    kinds: episodesOf(first),
    baselines: others.map((row) => ({ name: row.name, mean: row.mean, ci95: row.ci95, bySteps: [], kinds: episodesOf(row) })),
  })!;
  const head = broken.head.map((cell) => (cell === 'meta-trained' ? first.name : cell));
  return [{ heading: 'By kind of task', text: `Of ${first.name}: ${broken.summary}`, body: [table(head, broken.rows)] }];
}

function curves({ rows, metric: name }: Comparison): Section[] {
  const metric = metricFor(name);
  const validated = rows.filter(({ validation = [] }) => validation.length > 0);
  if (validated.length === 0) return [];
  const long = validated.some(({ trainingSeconds }) => trainingSeconds >= 120);
  const unit = long ? 'minutes' : 'seconds';
  const panels = validated.map((row) => ({ name: row.name, points: row.validation!.map(({ seconds, mean }) => [long ? seconds / 60 : seconds, shown(metric, mean)] as const) }));
  const values = panels.flatMap(({ points }) => points.map(([, y]) => y)).filter((value) => value > 0);
  const label = metric.unit === 'percent' ? `${metric.name}, %` : metric.name;
  const log = metric.unit === 'number' && Math.max(...values) > 20 * Math.min(...values);
  const text = `${capitalised(metric.name)} on validation tasks over the ${unit} of training; the others in grey.`;
  return [{ heading: 'Validation against time', text, body: [smallMultiples(panels, { label: unit }, { label, log })] }];
}

function published({ rows, metric: name }: Comparison): Section[] {
  const metric = metricFor(name);
  const known = rows.filter((row) => row.published);
  if (known.length === 0) return [];
  const cells = known.map((row) => [row.name, String(Number(shown(metric, row.published!.value).toFixed(2))), row.published!.protocol]);
  return [{ heading: 'Published numbers', text: 'By longer training and the protocol of each paper, which is seldom that of this page.', body: [table(['', metric.name, 'protocol'], cells)] }];
}

function conditions({ seconds, seed, episodes, rows }: Comparison, settings: ComparePlan['settings']): Section {
  const { algorithm: _, algorithmOptions: __, taskOptions, featureOptions, ...common } = settings;
  const queries = rows.find((row) => row.queries !== undefined)?.queries;
  const entries = { ...common, ...taskOptions, ...featureOptions, 'seconds of training': seconds, seed, episodes, ...(queries === undefined ? {} : { 'queries at test': queries }), node: process.versions.node };
  const text = 'Ways, shots and data are those of all; queries, meta-batch and ways of training may be others where an algorithm has its own, which stand in its run folder.';
  return { heading: 'Settings', text, body: [definitions(Object.entries(entries).map(([entry, value]) => [entry, typeof value === 'object' ? JSON.stringify(value) : String(value)] as const))] };
}
