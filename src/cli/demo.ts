import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { adam } from '../optim/index.js';
import { makeFolder, metaTrain, replaceFile } from '../training/index.js';
import { pretrainedTheta, type Contest, type Theta } from './baselines.js';
import { fineTuned, measureOwn, measureWay } from './conventional-ways.js';
import { drawFits } from './demo-fits.js';
import { UsageError } from './failure.js';
import { metricOf } from './metric.js';
import { formatDuration } from './options/duration.js';
import type { Output } from './output.js';
import { adaptationSection, fitsSection, formatMeasured, renderPage, type Section } from './report/index.js';
import { completeSettings, type Asked } from './settings/index.js';
import { buildRun, buildTest } from './setup.js';
import { curvesOf, outcomeOf, type BaselineResult, type TestResult } from './test-result.js';
import { textTable } from './text-table.js';
import { executorOf } from './executor.js';
import { trainingLine } from './training-line.js';

export interface DemoOptions {
  readonly folder: string;
  readonly seed: number;
  readonly output: Output;
  readonly signal?: AbortSignal;
  /** How much of the usual time to take, for tests. */
  readonly effort?: number;
}

/** What one half of the demo came to. */
export interface DemoResult extends Omit<TestResult, 'run' | 'task' | 'ways' | 'shots' | 'queries' | 'split'> {
  readonly task: string;
  readonly iterations: number;
  readonly trainingSeconds: number;
}

interface Half {
  readonly task: 'sinusoid' | 'glyphs';
  readonly title: string;
  readonly text: string;
  readonly asked: Asked;
  readonly iterations: number;
  /** Training ends after so many seconds, however slow the machine. */
  readonly seconds: number;
  /** The same for the model to compare with. */
  readonly pretraining: { readonly iterations: number; readonly seconds: number };
  /** Of the outer optimiser. */
  readonly learningRate: number;
  readonly episodes: number;
  readonly queries: number;
  readonly steps: number;
}

const halves: readonly Half[] = [
  {
    task: 'sinusoid',
    title: 'Sinusoids',
    text: 'Each task is one sine wave of its own height and phase; the learner sees 5 points of it and must give the rest.',
    asked: {},
    iterations: 20_000,
    seconds: 20,
    pretraining: { iterations: 2000, seconds: 8 },
    learningRate: 1e-3,
    episodes: 300,
    queries: 100,
    steps: 10,
  },
  {
    task: 'glyphs',
    title: '5-way 1-shot glyphs',
    text: 'Each task is five drawn characters that no training task had; the learner sees one drawing of each and must name others.',
    // Few tasks an iteration and large steps: the most that little time can do.
    asked: { metaBatch: 4, queries: 5 },
    iterations: 1000,
    seconds: 35,
    pretraining: { iterations: 400, seconds: 10 },
    learningRate: 3e-3,
    episodes: 100,
    queries: 15,
    steps: 3,
  },
];

/** Both halves, and report.html in `folder`. */
export async function demo({ folder, seed, output, signal, effort = 1 }: DemoOptions): Promise<{ report: string; seconds: number; results: DemoResult[] }> {
  const started = performance.now();
  await takeFolder(folder);
  const results: DemoResult[] = [];
  const sections: Section[] = [];
  for (const half of halves) {
    const { result, section, more } = await runHalf(half, { seed, output, signal, effort });
    results.push(result);
    sections.push(section, ...more);
  }
  const seconds = (performance.now() - started) / 1000;
  const report = join(folder, 'report.html');
  const lead = `Exact MAML on two families of tasks, beside the two conventional ways; ${formatDuration(seconds)} in all.`;
  await replaceFile(report, renderPage({ title: 'What meta-training gains', lead, sections }));
  output.say(`Report: ${report}   (${formatDuration(seconds)} in all)`);
  return { report, seconds, results };
}

/** The folder of a run has a report of its own, which the demo's would replace. */
async function takeFolder(folder: string): Promise<void> {
  if (existsSync(join(folder, 'config.json'))) throw new UsageError(`${folder} holds a run, whose report the demo would overwrite: give another folder with --out.`);
  if (existsSync(folder) && !statSync(folder).isDirectory()) throw new UsageError(`${folder} is a file: give a folder with --out.`);
  await makeFolder(folder);
}

async function runHalf(half: Half, { seed, output, signal, effort = 1 }: Omit<DemoOptions, 'folder'>): Promise<{ result: DemoResult; section: Section; more: Section[] }> {
  const scaled = (count: number): number => Math.max(2, Math.round(count * effort));
  const { settings, schedule } = completeSettings({ task: half.task }, half.asked);
  const { family, algorithm } = await buildRun(settings);
  output.say(`${half.title}: ${half.text}`);
  const line = trainingLine(half.task);
  const trained = await metaTrain({
    family,
    algorithm,
    optimizer: adam(half.learningRate),
    iterations: scaled(half.iterations),
    metaBatchSize: schedule.metaBatch,
    seed,
    timeLimit: half.seconds,
    executor: executorOf(settings, schedule),
    signal,
    onEvent: line.onEvent,
  }).finally(() => line.end());

  const { family: tested } = await buildTest(settings, half.queries);
  const contest: Contest = { settings, family: tested, queries: half.queries, seed, validationEpisodes: scaled(30), signal };
  const theta = trained.theta as Theta;
  const { seconds: timeLimit, iterations } = half.pretraining;
  const pretrained = () => pretrainedTheta(contest, { timeLimit, iterations: scaled(iterations) });
  const episodes = scaled(half.episodes);
  const report = await measureOwn(contest, { algorithm, theta, steps: half.steps }, { episodes, seed });
  const baselines: BaselineResult[] = [];
  for (const way of fineTuned(contest, pretrained, half.steps)) baselines.push(await measureWay(contest, way, { episodes, seed }));

  const metric = metricOf(family.target);
  const outcome = outcomeOf(report, metric, half.steps, baselines);
  const curves = curvesOf({ ...outcome, inductive: undefined, algorithm: algorithm.name });
  const shown = [0, 1, half.steps];
  const rows = curves.map(({ name, mean, ci95 }) => [name, ...shown.map((steps) => formatMeasured(metric, mean[steps], ci95[steps]))]);
  output.say(`\n${textTable([metric.name, 'before adapting', '1 step', `${half.steps} steps`], rows)}\n${outcome.summary}\n`);
  const result: DemoResult = {
    task: half.task,
    algorithm: algorithm.name,
    seed,
    iterations: trained.iteration,
    trainingSeconds: trained.seconds,
    steps: half.steps,
    episodes,
    ...outcome,
  };
  const section = adaptationSection(half.title, `${half.text} ${outcome.summary}`, metric, curves);
  const more = half.task === 'sinusoid' ? [fitsSection('Six sinusoids that it never saw', 'What the meta-trained learner answers before and after adapting to the five dots.', await drawFits(contest, algorithm, theta))] : [];
  return { result, section, more };
}
