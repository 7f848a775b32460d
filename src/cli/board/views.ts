import { formatDuration } from '../options/duration.js';
import { quoted } from '../options/quoted.js';
import { count } from '../progress.js';
import { beside, cellOf, drawable, figure, formatScore, learningChart, lineChart, table, type Curve } from '../report/index.js';
import { element, escape } from '../report/markup.js';
import type { RunDetails, RunFacts } from './read-runs.js';

const addressOf = (name: string): string => `/run?name=${encodeURIComponent(name)}`;

/** All runs, with boxes to choose those to compare. */
export function listOf(runs: readonly RunFacts[], folder: string): string {
  if (runs.length === 0) return element('p', {}, `There is no run in ${escape(folder)} yet. Make one: `, element('code', {}, 'metalearn train sinusoid'), '.');
  const head = element('tr', {}, ...['compare', 'run', 'state', 'task', 'algorithm', 'iterations', 'time', 'validation', 'test'].map((cell) => element('th', { scope: 'col' }, cell)));
  const rows = runs.map((run) =>
    element(
      'tr',
      {},
      element('td', {}, element('input', { type: 'checkbox', name: 'name', value: run.name, 'aria-label': `Compare ${run.name}` })),
      cellOf(run.name, element('a', { href: addressOf(run.name) }, escape(run.name))),
      ...[stateOf(run), run.task, run.algorithm, progressOf(run), timeOf(run), validationOf(run), testOf(run)].map((cell) => cellOf(cell)),
    ),
  );
  return element('form', { action: '/compare' }, element('div', { class: 'wide' }, element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows))), element('p', { class: 'choice' }, element('button', {}, 'Compare the chosen')));
}

/** One run: how it goes, what a test found, and which tasks were hardest. `path`: its folder, as commands take it. */
export function detailsOf(run: RunDetails, path: string): string {
  const { lines, tested, problems } = run;
  const charts = chartsOf([run]);
  const facts = [['state', stateOf(run)], ['task', run.task], ['algorithm', run.algorithm], ['iterations', progressOf(run)], ['time', timeOf(run)], ['validation', validationOf(run)], ['test', testOf(run)]];
  return [
    ...problems.map((problem) => element('p', { role: 'alert' }, escape(problem))),
    table(['', ''], facts),
    charts.length > 0 ? beside('charts', ...charts) : element('p', {}, lines.length === 0 ? 'Nothing is written down yet.' : 'There is no curve to draw: that takes two iterations whose figures are numbers.'),
    tested?.summary ? element('p', {}, escape(tested.summary)) : element('p', {}, 'Not tested yet: ', element('code', {}, `metalearn test ${escape(quoted(path))}`), '.'),
    adaptation(tested?.bySteps ?? [], tested?.metric ?? 'metric'),
    tested?.hardest && tested.hardest.length > 0 ? element('h2', {}, 'The hardest test tasks') + table(['task', tested.metric ?? 'score'], tested.hardest.map(({ task, score }) => [`${task} of the test`, formatScore(score)])) : '',
  ].join('');
}

/** Several runs in the same charts, and in one table. */
export function comparisonOf(runs: readonly RunDetails[]): string {
  const rows = runs.map((run) => [run.name, stateOf(run), run.task, run.algorithm, progressOf(run), timeOf(run), validationOf(run), testOf(run)]);
  return beside('charts', ...chartsOf(runs)) + table(['run', 'state', 'task', 'algorithm', 'iterations', 'time', 'validation', 'test'], rows);
}

function chartsOf(runs: readonly RunDetails[]): string[] {
  const curves = (field: string): Curve[] => runs.map(({ name, lines }) => ({ name, points: lines.flatMap((line) => (line[field] === undefined ? [] : [[line.iteration, line[field]] as const])) }));
  // Agents tell returns; the objective of their outer step says little.
  const returns = [...new Set(runs.flatMap(({ lines }) => Object.keys(lines.at(-1) ?? {}).filter((field) => /^return\d+$/.test(field))))];
  const learned = returns.length > 0 ? learningChart('Return after adapting, on the training tasks.', 'return', curves(returns[returns.length - 1])) : learningChart('The loss of meta-training.', 'loss', curves('loss'));
  return [learned, learningChart('The metric on validation tasks.', 'validation', curves('validation'))].filter(Boolean);
}

function adaptation(bySteps: readonly { readonly steps: number; readonly mean: number; readonly ci95: number }[], metric: string): string {
  const caption = 'What adapting gains, on test tasks.';
  const points = bySteps.map(({ steps, mean }) => [steps, mean] as const);
  if (!drawable(points)) return '';
  const series = [{ name: metric, tone: 'own' as const, points, margin: bySteps.map(({ ci95 }) => ci95), marks: 'both' as const }];
  return beside('charts', figure(caption, lineChart({ name: caption, x: { label: 'steps', whole: true }, y: { label: metric }, series })));
}

function stateOf({ state }: RunFacts): string {
  return state;
}

function progressOf({ last, iterations }: RunFacts): string {
  const done = count(last?.iteration ?? 0);
  return iterations === undefined ? done : `${done} of ${count(iterations)}`;
}

function timeOf({ last }: RunFacts): string {
  const seconds = last?.seconds;
  return seconds === undefined ? '–' : formatDuration(seconds);
}

function validationOf({ validated }: RunFacts): string {
  return validated ? told(validated.validation!, validated.ci95) : '–';
}

function testOf({ tested }: RunFacts): string {
  return tested?.mean === undefined ? '–' : told(tested.mean, tested.ci95);
}

function told(mean: number, ci95?: number): string {
  return `${formatScore(mean)}${Number.isFinite(mean) && Number.isFinite(ci95) ? ` ± ${ci95!.toPrecision(2)}` : ''}`;
}
