import type { Run } from '../../training/index.js';
import type { AgentSchedule } from '../catalogue/index.js';
import { UsageError } from '../failure.js';
import type { Asked } from '../settings/index.js';
import { contrast, runWith, type Wishes } from '../train-plan.js';
import { agentFolder, completeAgent } from './complete.js';
import { changedFile, openAgentRun, sumOfFile, type OpenedAgentRun } from './open-run.js';
import type { AgentSettings, AskedEnvironment } from './settings.js';

/** What a call of `train` on an environment is to do. */
export interface AgentPlan {
  readonly settings: AgentSettings;
  readonly schedule: AgentSchedule;
  readonly seed: number;
  readonly folder: string;
  /** The run to go on with; absent where it is new. */
  readonly run?: Run;
}

/** @throws UsageError where options contradict each other or the run that is to be resumed. */
export async function planAgent(environment: AskedEnvironment, { seed, out, resume, ...asked }: Wishes): Promise<AgentPlan> {
  const complete = completeAgent(environment, asked);
  const folder = out ?? agentFolder(complete.settings);
  if (!resume) return { ...complete, seed: seed ?? 0, folder };
  const opened = await openAgentRun(folder);
  const differing = contradictions(opened, environment, { ...asked, seed });
  if (differing.length > 0) throw new UsageError(`The run in ${folder} was made with other settings: ${differing.join('; ')}. Leave these options out to resume it, or give another folder with --out.`);
  const changed = await changedFile(opened);
  if (changed) throw new UsageError(`${changed} Put the file back as it was to go on with the run in ${folder}, or train anew with --out.`);
  const { run, settings, schedule } = opened;
  return { settings, schedule: { ...schedule, iterations: asked.iterations ?? schedule.iterations }, seed: opened.seed, folder, run };
}

/** What was asked for and the run has otherwise. How long to train may change from one call to the next. */
function contradictions({ settings, schedule, seed }: OpenedAgentRun, environment: AskedEnvironment, { options = [], iterations: _, outerLearningRate, ...asked }: Asked & { readonly seed?: number }): string[] {
  const direct = contrast({ ...settings, ...schedule, seed }, { ...environment, ...asked });
  if (direct.length > 0) return direct;
  // Read by the rules of the run's own environment and agent.
  const { settings: read } = completeAgent(settings, { algorithm: settings.algorithm, options, outerLearningRate });
  const said = [...options.map(({ name }) => name), ...(outerLearningRate === undefined ? [] : ['outerLearningRate'])];
  const only = (values: AgentSettings['algorithmOptions']): [string, unknown][] => Object.entries(values).filter(([name]) => said.includes(name));
  return contrast({ ...settings.environmentOptions, ...settings.algorithmOptions }, Object.fromEntries([...only(read.environmentOptions), ...only(read.algorithmOptions)]));
}

/** The folder of a plan, made or opened. */
export async function runOfAgent({ settings, schedule, seed, ...place }: AgentPlan): Promise<Run> {
  const environmentFile = await sumOfFile(settings);
  return runWith({ setup: settings, schedule: { ...schedule }, seed, ...(environmentFile === undefined ? {} : { environmentFile }) }, place);
}
