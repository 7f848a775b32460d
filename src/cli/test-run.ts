import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ClassFamily } from '../fewshot/index.js';
import { leavesOf, pathsOf, type NdArray } from '../graph/index.js';
import type { TaskFamily } from '../tasks/index.js';
import { ConfigurationError, decodeParameters, differences, encodeSafetensors, replaceFile, type Run } from '../training/index.js';
import { pretrainedTheta, pretrainingIterations, untrainedTheta, type Contest, type Theta } from './baselines.js';
import { compareWays } from './comparison.js';
import { UsageError } from './failure.js';
import { metricOf } from './metric.js';
import { openTrainedRun, readTheta, type OpenedRun } from './run-folder.js';
import { testFile, writeRunReport } from './run-report.js';
import type { Settings } from './settings.js';
import { buildRun, familyOf } from './setup.js';
import { outcomeOf, type TestResult } from './test-result.js';
import { trainingLine } from './training-line.js';

export interface TestOptions {
  readonly episodes: number;
  readonly steps?: number;
  /** Query examples of each class, or points of a sinusoid. */
  readonly queries?: number;
  /** The folder with the data sets, where it is another than in training. */
  readonly data?: string;
  readonly seed: number;
  readonly baselines: boolean;
  readonly signal?: AbortSignal;
}

/** Tests a run on tasks never seen in training, beside the conventional ways; leaves test.json and a new report.html in it. */
export async function testRun(path: string, { episodes, seed, signal, ...options }: TestOptions): Promise<TestResult & { readonly report: string }> {
  const opened = await openTrainedRun(path);
  const found = withData(opened.settings, options.data);
  const { theta } = await readTheta(opened);
  const queries = options.queries ?? usualQueries(found);
  const settings = { ...found, queries };
  const { family, algorithm } = buildRun(settings);
  requireSameData(opened, family);
  const steps = options.steps ?? opened.schedule.testSteps;
  const contest: Contest = { settings, family, algorithm, seed: opened.seed, signal };

  const pretrained = options.baselines ? () => keptPretraining(opened.run, contest) : undefined;
  const { own, baselines } = await compareWays({ contest, theta, pretrained, episodes, steps, seed });
  const result: TestResult = {
    run: path,
    task: settings.task,
    algorithm: algorithm.name,
    ...(settings.ways === undefined ? {} : { ways: settings.ways }),
    shots: settings.shots,
    queries,
    steps,
    episodes,
    seed,
    split: 'test',
    ...outcomeOf(own, metricOf(family.target), steps, baselines),
  };
  await replaceFile(join(path, testFile), `${JSON.stringify(result, undefined, 2)}\n`);
  return { ...result, report: await writeRunReport(path) };
}

function withData(settings: Settings, data: string | undefined): Settings {
  if (data === undefined) return settings;
  if (settings.task !== 'omniglot') throw new UsageError(`--data is the folder of downloaded data sets; the task ${settings.task} reads none: leave it out.`);
  return { ...settings, data: resolve(data) };
}

/** Other data are split into classes otherwise: the test would see classes of the training. */
function requireSameData({ run, family: trained }: OpenedRun, { description }: TaskFamily): void {
  const differing = differences(trained!.description, description, ['queries']);
  if (differing.length > 0) throw new ConfigurationError(`The run in ${run.path}`, differing, 'Test it on the data that it was trained on, or train again.');
}

/** 100 points, or 15 images of each class, as far as the smallest class has them. */
function usualQueries(settings: Settings): number {
  if (settings.ways === undefined) return 100;
  const { splits } = familyOf(settings) as ClassFamily;
  const smallest = Math.min(...Object.values(splits).map((classes) => Math.min(...Array.from({ length: classes.count }, (_, index) => classes.sizeOf(index)))));
  return Math.min(15, smallest - settings.shots);
}

/** The pretrained parameters, trained at the first test of a run and kept in its folder for the next. */
async function keptPretraining(run: Run, contest: Contest): Promise<Theta> {
  const file = join(run.path, 'pretrained.safetensors');
  const kept = await readFile(file).catch(() => undefined);
  if (kept) return decodeParameters(kept, untrainedTheta(contest), file);
  const line = trainingLine('pretraining once, to compare (--no-baselines leaves it out)');
  try {
    const theta = await pretrainedTheta(contest, { iterations: pretrainingIterations[contest.family.target.kind] }, line.onEvent);
    const leaves = leavesOf<NdArray>(theta);
    const tensors = new Map(pathsOf(theta).map((name, index) => [`params.${name}`, leaves[index]]));
    await replaceFile(file, encodeSafetensors({ tensors, metadata: {} }));
    return theta;
  } finally {
    line.end();
  }
}
