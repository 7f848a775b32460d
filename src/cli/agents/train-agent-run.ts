import { metaTrainAgent } from '../../rl/training/index.js';
import { Stopped } from '../failure.js';
import { formatDuration } from '../options/duration.js';
import type { Output } from '../output.js';
import { count } from '../progress.js';
import { formatMeasured } from '../report/index.js';
import type { TrainedRun, TrainOptions } from '../train-run.js';
import { agentExecutor } from './agent-executor.js';
import { agentLine } from './agent-line.js';
import { writeAgentReport } from './agent-report.js';
import { parseEnvironment, titleOfEnvironment } from './complete.js';
import { planAgent, runOfAgent } from './plan.js';
import { buildAgent } from './setup.js';

/** Meta-trains an agent on the environment of that name as `train` was told, in a new run folder or one to resume. */
export async function trainAgentRun(name: string, { time, workers, validateEvery, validationEpisodes, ...wishes }: TrainOptions, output: Output, signal: AbortSignal): Promise<TrainedRun> {
  const plan = await planAgent(parseEnvironment(name), wishes);
  const { settings, schedule, seed } = plan;
  const { agent, outer } = await buildAgent(settings);
  const run = await runOfAgent(plan);
  output.say(`${wishes.resume ? 'Resuming' : 'Training'} ${settings.algorithm} on ${titleOfEnvironment(settings)} in ${run.path}`);
  const line = agentLine(settings.environment);
  try {
    const trained = await metaTrainAgent({
      agent,
      outer,
      iterations: schedule.iterations,
      metaBatchSize: schedule.metaBatch,
      seed,
      executor: agentExecutor(settings, workers),
      validation: { every: validateEvery ?? Math.max(1, Math.min(10, Math.ceil(schedule.iterations / 20))), tasks: validationEpisodes ?? 20 },
      metricsEvery: 1,
      run,
      resume: wishes.resume,
      timeLimit: time,
      signal,
      onEvent: line.onEvent,
    });
    line.end();
    const report = await writeAgentReport(run.path);
    const { iteration, seconds, stopped, best } = trained;
    output.say(`${count(iteration)} iterations in ${formatDuration(seconds)}${stopped === 'time' ? ', stopped by --time' : ''}.`);
    if (best) output.say(`Best return on validation tasks ${formatMeasured({ unit: 'number' }, best.mean, best.ci95)}, at iteration ${count(best.iteration)}.`);
    output.say(`Report: ${report}\nNext: metalearn test ${run.path}`);
    const validation = best && { iteration: best.iteration, metric: best.metric, mean: best.mean, ci95: best.ci95 };
    return { run: run.path, task: name, algorithm: settings.algorithm, seed, iterations: iteration, stopped, seconds, ...(validation ? { validation } : {}), report };
  } catch (error) {
    line.end();
    // Any other error while stopping, such as a full disk, is to be heard.
    if (!signal.aborted || error !== signal.reason) throw error;
    await writeAgentReport(run.path);
    throw new Stopped(`Stopped and saved in ${run.path}. To go on: metalearn train ${name} --out ${run.path} --resume`);
  }
}
