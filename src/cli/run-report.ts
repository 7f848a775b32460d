import { join } from 'node:path';
import { replaceFile } from '../training/index.js';
import { counted } from './counted.js';
import { formatDuration } from './options/duration.js';
import { count } from './progress.js';
import { adaptationSection, definitions, formatScore, renderPage, table, trainingSection, type Recorded, type Section } from './report/index.js';
import { kindsOf } from './kinds.js';
import { metricOf } from './metric.js';
import { describeProbabilities } from './probabilities.js';
import type { RatingsTestResult } from './ratings/ratings-test-result.js';
import { ratingSections } from './ratings/report-sections.js';
import { openTrainedRun, readMetrics, type OpenedRun } from './run-folder.js';
import { titleOfAlgorithm, titleOfTask } from './settings/index.js';
import { readTest, untested } from './test-file.js';
import { describeUnit } from './target-unit.js';
import { curvesOf, describeShift, type TestResult } from './test-result.js';
import { trainedIterations } from './trained-so-far.js';

/** Writes report.html of a run from what stands in its folder: the settings, how training went, and the last test if there was one. */
export async function writeRunReport(path: string): Promise<string> {
  const opened = await openTrainedRun(path);
  const recorded = await readMetrics(opened.run);
  const { result: tested, outdated } = await readTest<TestResult | RatingsTestResult>(opened.run);
  const { settings } = opened;
  const page = renderPage({
    title: `${titleOfTask(settings)}, ${titleOfAlgorithm(settings)}`,
    lead: tested ? tested.summary : untested(path, outdated),
    sections: [...(tested ? testSections(opened, tested) : []), trained(opened, recorded, await trainedIterations(opened.run)), settingsSection(opened)],
  });
  const file = join(path, 'report.html');
  await replaceFile(file, page);
  return file;
}

function testSections(opened: OpenedRun, tested: TestResult | RatingsTestResult): Section[] {
  return 'evaluation' in tested ? ratingSections(tested) : [testSection(opened, tested), ...kindsSection(opened, tested), ...hardestSection(tested), ...probabilitiesSection(tested)];
}

function testSection({ family }: OpenedRun, tested: TestResult): Section {
  const beside = tested.baselines.length === 0 ? '' : ' The ways beside it adapt by the same steps, each with the step size that did best on validation tasks.';
  // Where no figures for one query at a time stand beside, the network has no batch statistics.
  const batches = tested.inductive ? `, ${tested.protocol} batch statistics` : '';
  const text = `${count(tested.episodes)} test tasks, seed ${tested.seed}, ${counted(tested.queries, 'query', 'queries')}${tested.ways ? ' of each class' : ''}${batches}.${beside}`;
  return adaptationSection('What adapting gains', [text, describeUnit(tested), describeShift(tested)].filter(Boolean).join(' '), metricOf(family!.target), curvesOf(tested));
}

function kindsSection({ family }: OpenedRun, tested: TestResult): Section[] {
  const kinds = kindsOf(metricOf(family!.target), tested);
  return kinds ? [{ heading: 'By kind of task', text: kinds.summary, body: [table(kinds.head, kinds.rows)] }] : [];
}

function hardestSection({ hardest = [], metric, seed }: TestResult): Section[] {
  if (hardest.length === 0) return [];
  return [{ heading: 'The hardest test tasks', text: `By their number among those of seed ${seed}.`, body: [table(['task', metric], hardest.map(({ task, score }) => [String(task), formatScore(score)]))] }];
}

function probabilitiesSection({ probabilities }: TestResult): Section[] {
  if (!probabilities) return [];
  const { temperature, episodes, areaUnderCurve } = probabilities;
  const values = [['temperature', temperature.toPrecision(3)], ['test tasks', String(episodes)], ...(areaUnderCurve === undefined ? [] : [['area under the curve', areaUnderCurve.toFixed(3)]])] as const;
  return [{ heading: 'Probabilities', text: describeProbabilities(probabilities), body: [definitions(values as readonly (readonly [string, string])[])] }];
}

/** @param kept iterations of the checkpoint: the metrics have a line every few, and may know less. */
function trained({ family, schedule }: OpenedRun, recorded: readonly Recorded[], kept: number): Section {
  const last = recorded.at(-1);
  const iterations = Math.max(kept, last?.iteration ?? 0);
  const time = last ? ` in ${formatDuration(last.seconds ?? NaN)}` : '';
  const text = iterations > 0 ? `${counted(iterations, 'iteration')} of ${counted(schedule.metaBatch, 'task')}${time}.` : 'No iteration is written down yet.';
  const metric = family ? metricOf(family.target) : { name: 'metric', unit: 'number' as const };
  return trainingSection(text, recorded, { name: metric.name, ...(metric.unit === 'percent' ? { label: `${metric.name}, %`, scale: 100 } : {}) });
}

function settingsSection({ settings, schedule, seed, run }: OpenedRun): Section {
  const versions = (run.config.versions ?? {}) as Record<string, string>;
  const { taskOptions, featureOptions, algorithmOptions, ...common } = settings;
  const entries = { ...common, ...taskOptions, ...featureOptions, ...algorithmOptions, ...schedule, seed, ...versions };
  return { heading: 'Settings', body: [definitions(Object.entries(entries).map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)] as const))] };
}
