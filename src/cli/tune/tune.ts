import { metricNameOf, type MetricName } from '../../training/index.js';
import { resolve } from 'node:path';
import { whileClaimed } from '../claim-folder.js';
import { algorithmNamed } from '../catalogue/index.js';
import { UsageError } from '../failure.js';
import { metricOf } from '../metric.js';
import type { Output } from '../output.js';
import { completeSettings, defaultFolder, parseTask, titleOfAlgorithm, titleOfTask, withAbsolutePaths, type Asked } from '../settings/index.js';
import { buildTest, settingsFacts } from '../setup.js';
import { writeTuning } from './report.js';
import { rungsOf } from './rungs.js';
import { compareTrials, isMeasured, searchOn } from './search.js';
import { pointOf, spaceOf, type Dimension, type Point } from './space.js';
import { readTrial, type Search, type Trial } from './trial.js';

/** What `tune` was asked for. */
export interface TuneWishes {
  readonly asked: Asked;
  readonly trials: number;
  readonly time: number;
  readonly method: 'random' | 'halving';
  readonly seed: number;
  readonly episodes: number;
  readonly workers?: number;
  readonly out?: string;
}

/** What `tune --json` prints. */
export interface Tuning {
  readonly folder: string;
  readonly title: string;
  readonly metric: MetricName;
  readonly method: TuneWishes['method'];
  readonly seconds: number;
  readonly seed: number;
  readonly episodes: number;
  readonly dimensions: readonly Dimension[];
  /** The best first: those that trained longest, among them by what they reached. */
  readonly trials: readonly Trial[];
  /** The values of the best; absent where no trial came to a number. */
  readonly best?: Point;
}

/** Tries learning rates and inner steps, and puts all trials into one report. */
export async function tune(written: string, wishes: TuneWishes, output: Output, signal: AbortSignal): Promise<Tuning & { readonly report: string }> {
  const { trials: count, time, method, seed, episodes, workers } = wishes;
  const task = parseTask(written);
  const asked = withAbsolutePaths(wishes.asked);
  const { settings, schedule } = completeSettings(task, asked);
  const dimensions = spaceOf(algorithmNamed(settings.algorithm), settingsFacts(settings), schedule, asked);
  if (dimensions.length === 0) throw new UsageError('All learning rates and steps are given, so that there is nothing to search for: leave one of --inner-lr, --outer-lr and --inner-steps out.');
  // What does not go together is said before anything is written.
  const { family } = await buildTest(settings);
  for (const warning of family.warnings ?? []) output.warn(warning);
  const metric = metricOf(family.target);

  const folder = resolve(wishes.out ?? `${defaultFolder(settings).replace(/^runs\//, 'runs/tune-')}`);
  const rungs = rungsOf(method, count, time);
  const search: Search = { folder, written, asked, seed, episodes, horizon: rungs.at(-1)!.seconds, ...(workers === undefined ? {} : { workers }) };
  const identity = { settings, schedule, dimensions, trials: count, time, method, seed, episodes };
  return whileClaimed(folder, 'search', identity, async () => {
    const begun = await Promise.all(Array.from({ length: count }, (_, number) => readTrial(folder, number, pointOf(dimensions, number, seed))));
    const trials = await searchOn(search, begun, rungs, metric, output, signal);
    trials.sort((a, b) => compareTrials(metric, a, b));
    const [first] = trials;
    const result: Tuning = {
      folder,
      title: `${titleOfTask(settings)} with ${titleOfAlgorithm(settings)}`,
      metric: metricNameOf(family.target).metric,
      method,
      seconds: time,
      seed,
      episodes,
      dimensions,
      trials,
      ...(isMeasured(first) ? { best: first.point } : {}),
    };
    return { ...result, report: await writeTuning(result) };
  });
}
