import { formatDuration } from '../options/duration.js';
import { quoted } from '../options/quoted.js';
import { count } from '../progress.js';
import { beside, cellOf, drawable, figure, formatScore, learningChart, lineChart, scrolled, table, type Curve } from '../report/index.js';
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
  return element('form', { action: '/compare' }, scrolled('Runs', element('table', { class: 'dense' }, element('thead', {}, head), element('tbody', {}, ...rows))), element('p', { class: 'choice' }, element('button', {}, 'Compare the chosen')));
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

/** What was learned and validated, each unit in a chart of its own: of agents the return, as the objective of their outer step says little, of others the loss. */
function chartsOf(runs: readonly RunDetails[]): string[] {
  const curves = (fieldOf: (run: RunDetails) => string | undefined): Curve[] =>
    runs.map((run) => {
      const field = fieldOf(run);
      return { name: run.name, points: field === undefined ? [] : run.lines.flatMap(({ iteration, figures }) => (figures[field] === undefined ? [] : [[iteration, figures[field]] as const])) };
    });
  const metrics = [...new Set(runs.flatMap(({ validated }) => (validated ? [validated.metric] : [])))];
  return [
    learningChart('Return after adapting, on the training tasks.', 'return', curves(returnOf)),
    learningChart('The loss of meta-training.', 'loss', curves((run) => (returnOf(run) === undefined ? 'loss' : undefined))),
    ...metrics.map((metric) => learningChart(`The ${metric ?? 'metric'} on validation tasks.`, metric ?? 'validation', curves(({ validated }) => (validated?.metric === metric ? 'validation' : undefined)))),
  ].filter(Boolean);
}

/** The last return that an agent's lines tell: that after all of adapting. */
function returnOf({ lines }: RunDetails): string | undefined {
  return lines.flatMap(({ figures }) => Object.keys(figures).filter((field) => /^return\d+$/.test(field))).reduce<string | undefined>((last, field) => (last === undefined || Number(field.slice(6)) > Number(last.slice(6)) ? field : last), undefined);
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

function progressOf({ done, iterations }: RunFacts): string {
  return iterations === undefined ? count(done) : `${count(done)} of ${count(iterations)}`;
}

function timeOf({ last }: RunFacts): string {
  const seconds = last?.figures.seconds;
  return seconds === undefined ? '–' : formatDuration(seconds);
}

function validationOf({ validated }: RunFacts): string {
  return validated ? told(validated.figures.validation!, validated.figures.ci95) : '–';
}

function testOf({ tested }: RunFacts): string {
  return tested?.mean === undefined ? '–' : told(tested.mean, tested.ci95);
}

function told(mean: number, ci95?: number): string {
  return `${formatScore(mean)}${Number.isFinite(mean) && Number.isFinite(ci95) ? ` ± ${ci95!.toPrecision(2)}` : ''}`;
}
