import { metaTrainAgent } from '../../rl/training/index.js';
import type { BestValidation } from '../../training/index.js';
import { concludeTraining, type TrainedRun } from '../conclude-training.js';
import type { Output } from '../output.js';
import { formatMeasured } from '../report/index.js';
import { requireChunk } from '../require-chunk.js';
import type { TrainOptions } from '../train-run.js';
import { agentExecutor } from './agent-executor.js';
import { agentLine } from './agent-line.js';
import { readAgentLines } from './agent-lines.js';
import { writeAgentReport } from './agent-report.js';
import { parseEnvironment, titleOfEnvironment } from './complete.js';
import { planAgent, runOfAgent } from './plan.js';
import { nothingLearned, refusedSteps } from './refused-steps.js';
import { buildAgent } from './setup.js';

/** Meta-trains an agent on the environment of that name as `train` was told, in a new run folder or one to resume. */
export async function trainAgentRun(name: string, { time, workers, chunkSize, validateEvery, validationEpisodes, ...wishes }: TrainOptions, output: Output, signal: AbortSignal): Promise<TrainedRun> {
  const plan = await planAgent(parseEnvironment(name), wishes);
  const { settings, schedule, seed } = plan;
  if (chunkSize !== undefined) requireChunk(chunkSize, schedule.metaBatch);
  const { agent, outer } = await buildAgent(settings);
  const run = await runOfAgent(plan);
  output.say(`${wishes.resume ? 'Resuming' : 'Training'} ${settings.algorithm} on ${titleOfEnvironment(settings)} in ${run.path}`);
  const line = agentLine(settings.environment);
  const train = () =>
    metaTrainAgent({
      agent,
      outer,
      iterations: schedule.iterations,
      metaBatchSize: schedule.metaBatch,
      chunkSize,
      seed,
      executor: agentExecutor(settings, workers),
      validation: { every: validateEvery ?? Math.max(1, Math.min(25, Math.ceil(schedule.iterations / 20))), tasks: validationEpisodes ?? 20 },
      metricsEvery: 1,
      run,
      resume: wishes.resume,
      timeLimit: time,
      signal,
      onEvent: line.onEvent,
    });
  const describe = ({ mean, ci95 }: BestValidation): string => `return on validation tasks ${formatMeasured({ unit: 'number' }, mean, ci95)}`;
  const trained = await concludeTraining({ task: name, algorithm: settings.algorithm, seed, run, line, describe, time, writeReport: writeAgentReport, train }, output, signal);
  const lines = await readAgentLines(run);
  if (nothingLearned(lines)) output.warn(refusedSteps(lines));
  return trained;
}
