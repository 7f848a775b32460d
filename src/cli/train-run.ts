import { availableParallelism } from 'node:os';
import { metaTrain, type BestValidation } from '../training/index.js';
import { concludeTraining, type TrainedRun } from './conclude-training.js';
import { executorOf } from './executor.js';
import type { Output } from './output.js';
import { formatMeasured } from './report/index.js';
import { metricOf } from './metric.js';
import { keepCatalogue } from './ratings/kept-catalogue.js';
import { reportData } from './ratings/data-report.js';
import { writeRunReport } from './run-report.js';
import { parseTask, titleOfAlgorithm, titleOfTask } from './settings/index.js';
import { buildRun, buildTest, optimizerOf } from './setup.js';
import { iterationsWithin } from './pace.js';
import { planTraining, runOf, type TrainPlan, type Wishes } from './train-plan.js';
import { trainingLine } from './training-line.js';
import { validationSchedule } from './validation-schedule.js';

/** Steps of adaptation in validation at most: fifty, as Reptile's test has, would take longer than what they measure. */
const mostValidationSteps = 10;

/** What `train` may be told beside the settings. */
export interface TrainOptions extends Wishes {
  readonly time?: number;
  /** Seconds that a falling rate is planned for, where the run is to go on after `time`. Default: `time`. */
  readonly horizon?: number;
  readonly workers?: number;
  /** Iterations between validations. Default: a twentieth of all, at most 500. */
  readonly validateEvery?: number;
  /** Validation tasks. Default: those usual for the task, or 200. */
  readonly validationEpisodes?: number;
}

/** Trains on the task of that name as `train` was told, in a new run folder or one to resume. */
export async function trainRun(name: string, { time, horizon = time, workers, validateEvery, validationEpisodes, ...wishes }: TrainOptions, output: Output, signal: AbortSignal): Promise<TrainedRun> {
  const plan = await paced(await planTraining(parseTask(name), wishes), { horizon, workers, ...wishes }, signal);
  const { settings, schedule, seed } = plan;
  const { family, algorithm } = await buildRun(settings);
  for (const warning of family.warnings ?? []) output.warn(warning);
  const run = await runOf(plan);
  await keepCatalogue(run.path, family);
  for (const sentence of reportData(family)) output.say(sentence);
  output.say(`${wishes.resume ? 'Resuming' : 'Training'} ${titleOfTask(settings)} with ${titleOfAlgorithm(settings)} in ${run.path}`);
  const cores = availableParallelism();
  if ((workers ?? 0) > cores) output.warn(`--workers ${workers} is more than the ${cores} core${cores === 1 ? '' : 's'} of this machine: they get in each other's way and take memory.`);
  const usual = validationSchedule(settings, schedule.iterations);
  const line = trainingLine(settings.task);
  const metric = metricOf(family.target);
  const train = async () =>
    metaTrain({
      family,
      algorithm,
      optimizer: optimizerOf(schedule),
      iterations: schedule.iterations,
      metaBatchSize: schedule.metaBatch,
      chunkSize: schedule.chunkSize,
      seed,
      executor: executorOf(settings, schedule, workers),
      validation: {
        every: validateEvery ?? usual.every,
        episodes: validationEpisodes ?? usual.episodes,
        ...(family.target.kind === 'classes' ? { steps: Math.min(schedule.testSteps, mostValidationSteps) } : {}),
        // Tasks of more ways than at test say little of the test.
        ...(settings.trainWays === undefined ? {} : await buildTest(settings)),
      },
      // Iterations of images and the like take long enough for a line each few.
      ...(family.target.kind === 'classes' ? { metricsEvery: 5 } : {}),
      run,
      resume: wishes.resume,
      timeLimit: time,
      signal,
      onEvent: line.onEvent,
    });
  const describe = ({ mean, ci95 }: BestValidation): string => `validation ${metric.name} ${formatMeasured(metric, mean, ci95)}`;
  return concludeTraining({ task: name, algorithm: algorithm.name, seed, run, line, describe, time, writeReport: writeRunReport, train }, output, signal);
}

/** A plan with as many iterations as fit into the time, where a rate falls over them and nobody has said how many there are. */
async function paced(plan: TrainPlan, { horizon, workers, iterations, resume }: TrainOptions, signal: AbortSignal): Promise<TrainPlan> {
  const { settings, schedule, seed } = plan;
  if (horizon === undefined || iterations !== undefined || resume || schedule.decay === 'none') return plan;
  return { ...plan, schedule: { ...schedule, iterations: await iterationsWithin(horizon, settings, schedule, seed, workers, signal) } };
}
