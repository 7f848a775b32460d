import { agentNamed } from '../catalogue/index.js';
import { capitalised, figure, legend, lineChart, table, type Section } from '../report/index.js';
import type { Series, Tone } from '../report/line-chart.js';
import { count } from '../progress.js';
import { headOf, type AgentBaseline, type AgentTestResult, type Returns } from './agent-result.js';
import { roundNames } from './round-names.js';
import { shown } from './verdict.js';

const tones: readonly Tone[] = ['pretrained', 'second', 'untrained', 'third', 'fourth', 'extra'];

/** Lines beside its own that a chart of returns has; the table has all. */
const mostLines = 6;

/** Returns by adaptation, beside the baselines, as a chart and as a table; and by kind of task. */
export function agentTestSections(result: AgentTestResult): Section[] {
  return [gains(result), ...kinds(result)];
}

function gains(result: AgentTestResult): Section {
  const { adapts, bySteps, baselines, episodes, seed } = result;
  const text = `${count(episodes)} test tasks, seed ${seed}. ${besideInWords(baselines)}`.trim();
  const body = [...(bySteps.length > 1 ? [chart(result)] : []), returnsTable(result)];
  return { heading: adapts === 'memory' ? 'What remembering gains' : adapts === 'steps' ? 'What adapting gains' : 'How it does', text, body };
}

/** How long what stands beside a run was trained, and how it is fine-tuned. */
export function besideInWords(baselines: readonly AgentBaseline[]): string {
  const trained = baselines.find(({ iterations }) => iterations !== undefined)?.iterations;
  const tuned = baselines.find(({ learningRate }) => learningRate !== undefined);
  const parts = [
    ...(trained === undefined ? [] : [`What is trained beside it had ${count(trained)} iteration${trained === 1 ? '' : 's'} of as many tasks.`]),
    ...(tuned ? [`Fine-tuning has steps of ${tuned.learningRate}, the size that did best on validation tasks.`] : []),
  ];
  return parts.join(' ');
}

/** What does not adapt is a level line. */
function chart({ algorithm, adapts, bySteps, baselines, ...own }: AgentTestResult): string {
  const last = bySteps.length - 1;
  const x = (step: number): number => (adapts === 'memory' ? step + 1 : step);
  const series = (name: string, tone: Tone, { bySteps: rounds }: Pick<Returns, 'bySteps'>): Series => {
    if (rounds.length === 1) return { name, tone, points: [[x(0), rounds[0].mean], [x(last), rounds[0].mean]], margin: [rounds[0].ci95, rounds[0].ci95], marks: 'line' };
    return { name, tone, points: rounds.map(({ steps, mean }) => [x(steps), mean] as const), margin: rounds.map(({ ci95 }) => ci95), marks: 'both' };
  };
  const beside = [...baselines].sort((a, b) => headOf(b).mean - headOf(a).mean).slice(0, mostLines);
  const lines = [series(ownName(algorithm), 'own', { ...own, bySteps }), ...beside.map((each, i) => series(each.name, tones[i % tones.length], each))];
  const label = adapts === 'memory' ? 'episode of the trial' : 'adaptation steps';
  const drawn = lineChart({ name: `return by ${label}`, x: { label, whole: true }, y: { label: 'return' }, series: lines, width: 720, height: 320 });
  return figure('Mean return of an episode: higher is better. Shaded: 95% intervals over tasks.', legend(lines), drawn);
}

/** The columns of rounds: all of a few, else some. */
export function tabulated(rounds: number): number[] {
  const all = Array.from({ length: rounds }, (_, i) => i);
  return rounds <= 5 ? all : [0, 1, 2, Math.floor(rounds / 2), rounds - 1];
}

/** Head and rows of the table of a test, the same in reports and on terminals. */
export function returnRows(result: AgentTestResult): { readonly head: string[]; readonly rows: string[][] } {
  const { algorithm, adapts, bySteps, baselines, total } = result;
  const columns = tabulated(bySteps.length);
  const cells = ({ bySteps: rounds, total: sum }: Returns): string[] => {
    const own = columns.map((round) => (rounds.length === 1 && bySteps.length > 1 ? (round === columns.at(-1) ? shown(rounds[0]) : '') : rounds[round] ? shown(rounds[round]) : ''));
    return [...own, ...(total ? [sum ? shown(sum) : ''] : [])];
  };
  const names = roundNames(adapts, bySteps.length);
  const compared = adapts === 'memory' && baselines.some((each) => shareOf(result, each) !== '');
  const head = ['return', ...columns.map((round) => names[round]), ...(total ? ['all episodes'] : []), ...(compared ? ['it has of this'] : [])];
  const rows = [result, ...baselines].map((each, i) => [
    i === 0 ? ownName(algorithm) : namedBaseline(baselines[i - 1]),
    ...cells(each),
    ...(compared ? [i === 0 ? '' : shareOf(result, each)] : []),
  ]);
  return { head, rows };
}

function ownName(algorithm: string): string {
  return agentNamed(algorithm).baseline ? algorithm : `meta-trained (${algorithm})`;
}

function namedBaseline({ name, informed }: AgentBaseline): string {
  return informed ? `${name} (told the task)` : name;
}

/** The part that a run has of what another gets, where that is something. */
export function shareOf(own: Returns, other: Returns): string {
  const [got, most] = [headOf(own).mean, headOf(other).mean];
  return most > 0 ? `${((100 * got) / most).toFixed(1)} %` : '';
}

function returnsTable(result: AgentTestResult): string {
  const { head, rows } = returnRows(result);
  return table(['', ...head.slice(1).map(capitalised)], rows, 0);
}

/** Head and rows of returns by kind of task; undefined where all are of one kind. */
export function kindRows({ kinds: own, adapts, baselines, bySteps }: AgentTestResult): { readonly head: string[]; readonly rows: string[][] } | undefined {
  if (!own) return undefined;
  const columns = tabulated(bySteps.length);
  const names = roundNames(adapts, bySteps.length);
  const beside = baselines.filter((each) => each.kinds);
  const rows = Object.entries(own).map(([kind, { tasks, bySteps: rounds }]) => [
    kind,
    String(tasks),
    ...columns.map((round) => shown(rounds[round])),
    ...beside.map((each) => { const last = each.kinds![kind]?.bySteps.at(-1); return last ? shown(last) : ''; }),
  ]);
  return { head: ['kind of task', 'tasks', ...columns.map((round) => names[round]), ...beside.map(({ name }) => name)], rows };
}

function kinds(result: AgentTestResult): Section[] {
  const found = kindRows(result);
  return found ? [{ heading: 'By kind of task', ...(result.baselines.length > 0 ? { text: 'What stands beside the run is told as it is after its last step.' } : {}), body: [table(found.head, found.rows)] }] : [];
}
