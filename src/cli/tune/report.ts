import { join } from 'node:path';
import { replaceFile } from '../../training/index.js';
import { counted } from '../counted.js';
import { metricFor } from '../metric.js';
import { formatDuration } from '../options/duration.js';
import { count } from '../progress.js';
import { beside, capitalised, figure, formatMeasured, lineChart, renderPage, table, type Metric, type Section } from '../report/index.js';
import { isMeasured } from './search.js';
import type { Dimension } from './space.js';
import type { Trial } from './trial.js';
import type { Tuning } from './tune.js';

/** The name of a dimension as people read it. */
const words: Readonly<Record<Dimension['name'], string>> = { outerLearningRate: 'outer learning rate', innerLearningRate: 'inner learning rate', innerSteps: 'inner steps' };

/** Writes report.html and result.json into the folder of a search. */
export async function writeTuning(tuning: Tuning): Promise<string> {
  const { folder, title, method, trials, seconds, seed, episodes } = tuning;
  const how = method === 'random' ? 'by random search' : 'by successive halving';
  const page = renderPage({
    title: `${title}: learning rates and steps`,
    lead: `${counted(trials.length, 'trial')} ${how} in ${formatDuration(seconds)} of training together, measured on ${count(episodes)} validation tasks, seed ${seed}.`,
    sections: [charts(tuning), list(tuning)],
  });
  const file = join(folder, 'report.html');
  await replaceFile(join(folder, 'result.json'), `${JSON.stringify(tuning, undefined, 2)}\n`);
  await replaceFile(file, page);
  return file;
}

/** The trials as rows of a table, under their heads. */
export function trialTable({ trials, dimensions, metric: name }: Tuning): { head: string[]; rows: string[][] } {
  const metric = metricFor(name);
  return {
    head: ['trial', ...dimensions.map((dimension) => words[dimension.name]), 'training', 'iterations', metric.name],
    rows: trials.map((trial) => {
      const last = trial.scores.at(-1);
      const outcome = trial.error === undefined ? (last ? formatMeasured(metric, last.mean, last.ci95) : '') : 'no number';
      return [String(trial.number + 1), ...dimensions.map((dimension) => String(trial.point[dimension.name])), last ? formatDuration(last.seconds) : '', last ? count(last.iterations) : '', outcome];
    }),
  };
}

function charts({ trials, dimensions, metric: name }: Tuning): Section {
  const metric = metricFor(name);
  const measured = trials.filter(isMeasured);
  const failed = trials.length - measured.length;
  if (measured.length === 0) return { heading: 'What came of them', text: 'No trial came to a number: smaller rates may.', body: [] };
  const figures = dimensions.map((dimension) => figure(words[dimension.name], scatter(dimension, measured, metric)));
  const lost = failed === 0 ? '' : ` ${counted(failed, 'trial')} came to no number and ${failed === 1 ? 'is' : 'are'} not shown.`;
  const text = `Each dot is a trial, the best in blue, those that were ended early in grey. ${capitalised(metric.better)} is better.${lost}`;
  return { heading: 'What came of them', text, body: [beside('charts', ...figures)] };
}

/** @param trials those that came to a number, the best first. */
function scatter({ name, log }: Dimension, trials: readonly Trial[], metric: Metric): string {
  const factor = metric.unit === 'percent' ? 100 : 1;
  const rounds = Math.max(...trials.map(({ scores }) => scores.length));
  const point = ({ point: values, scores }: Trial) => [values[name]!, factor * scores.at(-1)!.mean] as const;
  const [best, ...others] = trials;
  const whole = others.filter(({ scores }) => scores.length === rounds);
  const early = others.filter(({ scores }) => scores.length < rounds);
  const means = trials.map((trial) => point(trial)[1]).filter((mean) => mean > 0);
  const label = metric.unit === 'percent' ? `${metric.name}, %` : metric.name;
  return lineChart({
    name: `${metric.name} by ${words[name]}`,
    x: { label: words[name], log, whole: !log },
    y: { label, log: metric.unit === 'number' && Math.max(...means) > 20 * Math.min(...means) },
    series: [
      { name: 'ended early', tone: 'untrained', points: early.map(point), marks: 'dots' },
      { name: 'trials', tone: 'pretrained', points: whole.map(point), marks: 'dots' },
      { name: 'best', tone: 'own', points: [point(best)], marks: 'dots' },
    ],
  });
}

function list(tuning: Tuning): Section {
  const { head, rows } = trialTable(tuning);
  return { heading: 'Trials', text: 'The best first; the first trial had the usual values.', body: [table(head, rows, tuning.best ? 0 : undefined)] };
}
