import { agentNamed } from '../catalogue/index.js';
import { UsageError } from '../failure.js';
import type { Output } from '../output.js';
import { weightsOf, writeTest } from '../test-file.js';
import { trainedIterations } from '../trained-so-far.js';
import { writeAgentReport } from './agent-report.js';
import { returnsOf, type AgentTestResult } from './agent-result.js';
import { measureBeside } from './beside.js';
import { curvesOf, measure, testExecutor, testTasks } from './measure.js';
import { changedFile, openAgentRun, readAgent } from './open-run.js';
import { agentOn, familyOf } from './setup.js';
import { drawTasks, keepTrajectories } from './trajectories.js';
import { agentVerdict } from './verdict.js';

export interface AgentTestOptions {
  /** Test tasks. */
  readonly episodes: number;
  readonly steps?: number;
  readonly seed: number;
  readonly baselines: boolean;
  readonly workers?: number;
  readonly output: Output;
  readonly signal?: AbortSignal;
}

/** Tasks whose episodes are drawn. */
const drawnTasks = 6;
/** What is trained for comparison gets no more than this. */
const mostBaselineIterations = 200;

/** Tests an agent on tasks never seen in training, beside baselines; leaves test.json, drawn episodes and a new report.html in its run. */
export async function testAgentRun(path: string, { episodes, seed, workers, output, signal, ...options }: AgentTestOptions): Promise<AgentTestResult & { readonly report: string }> {
  const opened = await openAgentRun(path);
  const { settings, schedule } = opened;
  const changed = await changedFile(opened);
  if (changed) output.warn(changed);
  const family = await familyOf(settings);
  const { agent } = await agentOn(settings, family);
  const theta = await readAgent(opened, agent);
  const weights = await weightsOf(opened.run);
  const { adapts } = agentNamed(settings.algorithm);
  if (adapts === 'not' && options.steps) throw new UsageError(`--steps ${options.steps}: ${settings.algorithm} does not adapt: leave it out.`);
  const steps = adapts === 'not' ? 0 : (options.steps ?? (adapts === 'memory' ? agent.rounds - 1 : schedule.testSteps));

  const report = await measure(settings.algorithm, { agent, theta, seed, tasks: episodes, rounds: 1 + steps, executor: testExecutor(settings, episodes, workers), signal }, drawnTasks);
  const kinds = testTasks(family, seed, episodes).map(({ task }) => family.kindOf?.(task));
  const iterations = Math.max(1, Math.min(await trainedIterations(opened.run), mostBaselineIterations));
  const own = { adapts, steps, ...returnsOf(curvesOf(report), kinds, adapts === 'memory') };
  const baselines = options.baselines ? await measureBeside({ settings, family, folder: path, adapts, steps, episodes, seed, kinds, training: { iterations, metaBatch: schedule.metaBatch, seed: opened.seed }, workers, signal }) : [];
  const result: AgentTestResult = {
    run: path,
    environment: settings.environment,
    algorithm: settings.algorithm,
    episodes,
    seed,
    split: 'test',
    metric: 'return',
    ...own,
    baselines,
    ...agentVerdict(own, baselines),
  };
  await writeTest(path, result, weights);
  await keepTrajectories(path, drawTasks(agent.environment, adapts, report.recorded));
  return { ...result, report: await writeAgentReport(path) };
}
