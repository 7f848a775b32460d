import { resolve } from 'node:path';
import type { ClassFamily } from '../fewshot/index.js';
import type { TaskFamily } from '../tasks/index.js';
import { ConfigurationError, differences, type Built } from '../training/index.js';
import type { Contest } from './baselines.js';
import { algorithmNamed, formatCount, mostOf, taskNamed } from './catalogue/index.js';
import { conventionalWays, measureOwn, measureWay } from './conventional-ways.js';
import { isClassFamily } from './class-family.js';
import { UsageError } from './failure.js';
import { stepsOf } from './inner-steps.js';
import { keptPretraining } from './kept-pretraining.js';
import { metricOf } from './metric.js';
import type { Output } from './output.js';
import { measureProbabilities } from './probabilities.js';
import { openTrainedRun, readTheta, type OpenedRun } from './run-folder.js';
import { writeRunReport } from './run-report.js';
import type { Settings } from './settings/index.js';
import { buildTest, splitWaysOf, withTestShift } from './setup.js';
import { targetUnitOf } from './target-unit.js';
import { weightsOf, writeTest } from './test-file.js';
import { hardestOf, outcomeOf, type BaselineResult, type TestResult } from './test-result.js';

export interface TestOptions {
  readonly episodes: number;
  readonly steps?: number;
  /** Pixels that copies of images are shifted by; 0 for no copies. Default: as in training. */
  readonly testShift?: number;
  /** Classes of a task and support examples of each, where others than in training. */
  readonly ways?: Settings['ways'];
  readonly shots?: Settings['shots'];
  /** Query examples of each class, or points of a sinusoid. */
  readonly queries?: number;
  /** The folder with the data sets, where it is another than in training. */
  readonly data?: string;
  readonly seed: number;
  /** Processes to compute in; 0 is this one. Default: as in training. */
  readonly workers?: number;
  readonly baselines: boolean;
  /** Whether to measure how far probabilities can be trusted. */
  readonly probabilities: boolean;
  readonly output: Output;
  readonly signal?: AbortSignal;
}

/** Steps of the conventional ways beside what adapts by none. */
export const usualSteps = 10;

/** Tests a run on tasks never seen in training, beside the conventional ways; leaves test.json and a new report.html in it. */
export async function testRun(path: string, { episodes, seed, signal, ...options }: TestOptions): Promise<TestResult & { readonly report: string }> {
  const opened = await openTrainedRun(path);
  const settings = withTestShift(withSizes(withData(opened.settings, options.data), options), options.testShift);
  const { theta } = await readTheta(opened);
  const weights = await weightsOf(opened.run);
  const { family, algorithm, queries } = await testOf(settings, options.queries);
  requireSameData(opened, family);
  for (const warning of family.warnings ?? []) options.output.warn(warning);
  const steps = stepsOf(algorithm, settings.algorithm, options.steps, opened.schedule.testSteps);
  const contest: Contest = { settings, family, queries, seed: opened.seed, workers: options.workers, signal };

  const own = await measureOwn(contest, { algorithm, theta, steps }, { episodes, seed });
  const baselines: BaselineResult[] = [];
  if (options.baselines) {
    const pretrained = keptPretraining(path, await pretrainingOf(contest, withData(opened.settings, options.data)));
    for (const way of conventionalWays(contest, pretrained, algorithm.innerSteps === 0 ? usualSteps : steps)) baselines.push(await measureWay(contest, way, { episodes, seed }));
  }
  const learner = { algorithm, theta, steps: own.steps, signal };
  const probabilities = options.probabilities && family.target.kind === 'classes' ? await measureProbabilities({ settings: { ...settings, queries }, family }, learner, { episodes, seed }) : undefined;
  const targetUnit = targetUnitOf(family.description);
  const result: TestResult = {
    run: path,
    task: settings.task,
    algorithm: algorithm.name,
    ...(settings.ways === undefined ? {} : { ways: settings.ways }),
    shots: settings.shots,
    queries,
    steps: own.steps,
    ...(settings.testShift === undefined ? {} : { testShift: settings.testShift }),
    episodes,
    seed,
    split: 'test',
    ...(targetUnit ? { targetUnit } : {}),
    ...outcomeOf(own, metricOf(family.target), own.steps, baselines),
    hardest: hardestOf(own),
    ...(probabilities ? { probabilities } : {}),
  };
  await writeTest(path, result, weights);
  return { ...result, report: await writeRunReport(path) };
}

/** The contest by whose tasks is pretrained what later tests of the folder take, too: of values they have the usual sizes, whatever those of this test. */
async function pretrainingOf(contest: Contest, trained: Settings): Promise<Contest> {
  if (contest.family.target.kind !== 'values') return contest;
  const { family, queries } = await testOf(trained);
  return { ...contest, settings: trained, family, queries };
}

export function withData(settings: Settings, data: string | undefined): Settings {
  if (data === undefined) return settings;
  if (taskNamed(settings.task).data === undefined) throw new UsageError(`--data is the folder of downloaded data sets; the task ${settings.task} reads none: leave it out.`);
  return { ...settings, data: resolve(data) };
}

/** @throws UsageError where tasks have no ways, or parameters are made for others. */
function withSizes(settings: Settings, { ways, shots }: Pick<TestOptions, 'ways' | 'shots'>): Settings {
  if (ways !== undefined && settings.ways === undefined) throw new UsageError(`--ways: the task ${settings.task} has no number of classes to choose: leave it out.`);
  if (ways !== undefined && !algorithmNamed(settings.algorithm).anyWays && formatCount(ways) !== formatCount(settings.ways!)) {
    throw new UsageError(`--ways: the parameters of ${settings.algorithm} are made for ${formatCount(settings.ways!)} classes, so that it is tested with these: leave it out.`);
  }
  return { ...settings, ...(ways === undefined ? {} : { ways, splitWays: splitWaysOf(settings) }), ...(shots === undefined ? {} : { shots }) };
}

/** Other data are split into classes otherwise: the test would see classes of the training. */
export function requireSameData({ run, family: trained }: OpenedRun, { description }: TaskFamily): void {
  const differing = differences(withoutSizes(trained!.description), withoutSizes(description));
  if (differing.length > 0) throw new ConfigurationError(`The run in ${run.path}`, differing, 'Test it on the data that it was trained on, or train again.');
}

/** A description without the sizes in which tests may differ from training, also those of families within a family. */
function withoutSizes(description: TaskFamily['description']): unknown {
  return JSON.parse(JSON.stringify(description), (name, value: unknown) => (['queries', 'ways', 'shots'].includes(name) ? undefined : value));
}

/** The tasks of the test: with as many queries as said, or as the task usually has and the smallest class can give. */
export async function testOf(settings: Settings, asked?: number): Promise<Built & { readonly queries: number }> {
  if (asked !== undefined) return { ...(await buildTest(settings, asked)), queries: asked };
  // With the queries of training it could be trained, so there are as many.
  const built = await buildTest(settings);
  const smallest = isClassFamily(built.family) ? smallestClass(built.family) : Infinity;
  const queries = Math.min(usualQueries(settings), smallest - mostOf(settings.shots));
  return { ...(queries === settings.queries ? built : await buildTest(settings, queries)), queries };
}

function usualQueries({ task, shots, queries, taskOptions }: Settings): number {
  const { testQueries = mostOf(queries), options } = taskNamed(task);
  return typeof testQueries === 'number' ? testQueries : testQueries({ shots, options: options.parse(taskOptions) });
}

function smallestClass({ splits }: ClassFamily): number {
  return Math.min(...Object.values(splits).flatMap((classes) => Array.from({ length: classes.count }, (_, index) => classes.sizeOf(index))));
}
