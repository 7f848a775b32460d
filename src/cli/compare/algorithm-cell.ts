import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { leavesOf, type NdArray } from '../../graph/index.js';
import type { Theta } from '../baselines.js';
import type { Schedule } from '../catalogue/index.js';
import { openTrainedRun, readMetrics, readTheta } from '../run-folder.js';
import { completeSettings, type Asked } from '../settings/index.js';
import { testOf, testRun } from '../test-run.js';
import type { TrainedRun } from '../conclude-training.js';
import { trainRun } from '../train-run.js';
import { trainedSoFar } from '../trained-so-far.js';
import { measureAdapting } from './adapting.js';
import type { Cell, CellResult, Conditions } from './cell.js';
import { iterationsWithin } from '../pace.js';

/** Validations over the time of a cell, enough for a curve and few enough to cost little of it. */
const validations = 10;

/** How many times the iterations that seem to fit a cell plans for, where it is to end by its time: early on, or on a busy machine, the pace is measured several times too low. */
const slack = 10;

const silent = { say: () => undefined, json: () => undefined, warn: () => undefined };

/** Meta-trains for what is left of the time, and tests. */
export async function algorithmCell(cell: Cell & { kind: 'algorithm' }, conditions: Conditions, signal: AbortSignal): Promise<CellResult> {
  const { folder, name } = cell;
  const { seed, episodes, workers } = conditions;
  const told = await trainFor(cell, conditions, signal);
  const { mean, ci95, metric, protocol, inductive, kinds, queries, steps } = await testRun(folder, { episodes, seed, workers, baselines: false, probabilities: false, output: silent, signal });
  const opened = await openTrainedRun(folder);
  const { theta } = (await readTheta(opened)) as { theta: Theta };
  const { family, algorithm } = await testOf(opened.settings);
  const adapting = await measureAdapting(family, algorithm, theta, steps, signal);
  // What training itself says is more exact than its metrics, which have a line every few iterations.
  const { seconds, iterations } = told ?? (await trainedSoFar(folder));
  const recorded = await readMetrics(opened.run);
  return {
    name,
    kind: 'algorithm',
    metric,
    mean,
    ci95,
    protocol,
    ...(inductive ? { inductive: { mean: inductive.mean, ci95: inductive.ci95 } } : {}),
    ...(kinds ? { kinds } : {}),
    queries,
    steps,
    trainingSeconds: seconds,
    iterations,
    adaptationMilliseconds: adapting.milliseconds,
    adaptingParameters: adapting.parameters,
    parameters: leavesOf<NdArray>(theta).reduce((sum, { data }) => sum + data.length, 0),
    validation: recorded.flatMap((line) => (line.validation === undefined || line.seconds === undefined ? [] : [{ seconds: line.seconds, mean: line.validation }])),
    run: basename(folder),
  };
}

/** Trains for what is left of the time; undefined where nothing is. */
async function trainFor({ folder, asked }: Cell & { kind: 'algorithm' }, { task, written, time, seed, workers }: Conditions, signal: AbortSignal): Promise<TrainedRun | undefined> {
  const validated = (iterations: number) => ({ validateEvery: Math.ceil(iterations / validations), validationEpisodes: 100 });
  if (!existsSync(join(folder, 'config.json'))) {
    const { settings, schedule } = completeSettings(task, asked);
    const fitting = asked.iterations ?? (await iterationsWithin(time, settings, schedule, seed, workers, signal));
    // What falls over the iterations must end with them. All else goes on until its time is up, however the trial went.
    const iterations = fitting * slackOf(asked, schedule);
    return trainRun(written, { ...asked, iterations, seed, out: folder, time, workers, ...validated(fitting) }, silent, signal);
  }
  const { schedule } = await openTrainedRun(folder);
  const left = time - (await trainedSoFar(folder)).seconds;
  return left > 0 ? trainRun(written, { resume: true, out: folder, time: left, workers, ...validated(schedule.iterations / slackOf(asked, schedule)) }, silent, signal) : undefined;
}

function slackOf(asked: Asked, { decay }: Schedule): number {
  return asked.iterations === undefined && decay === 'none' ? slack : 1;
}
