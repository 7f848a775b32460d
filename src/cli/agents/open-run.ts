import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeParameters, openRun, type Run } from '../../training/index.js';
import type { NdArray, Tree } from '../../graph/index.js';
import { key } from '../../random/index.js';
import { agentNamed, environmentFacts, environmentNamed, type AgentSchedule } from '../catalogue/index.js';
import type { AnyAgent } from '../../rl/agent.js';
import { UsageError } from '../failure.js';
import { environmentOf, requireTrained } from '../run-folder.js';
import { agentScheduleSchema, agentSettingsSchema, type AgentSettings } from './settings.js';

const configSchema = z.object({
  setup: agentSettingsSchema,
  schedule: agentScheduleSchema,
  seed: z.number(),
  /** SHA-256 of the file of `environment:FILE`. */
  environmentFile: z.string().optional(),
});

/** A run of an agent that `metalearn train` made, opened. */
export interface OpenedAgentRun {
  readonly run: Run;
  readonly settings: AgentSettings;
  readonly schedule: AgentSchedule;
  readonly seed: number;
  readonly environmentFile?: string;
}

/** Whether a folder holds a run of an agent. @throws Error where it holds no run at all. */
export async function isAgentRun(path: string): Promise<boolean> {
  return environmentOf(await openRun(path)) !== undefined;
}

/** @throws Error where the folder holds no run of an agent. */
export async function openAgentRun(path: string): Promise<OpenedAgentRun> {
  const run = await openRun(path);
  requireTrained(run);
  if (environmentOf(run) === undefined) throw new UsageError(`The run in ${path} learned from examples, and acts in no environment: metalearn test ${path} tells how well it adapts.`);
  const parsed = configSchema.safeParse(run.config);
  if (!parsed.success) {
    const { path: where, message } = parsed.error.issues[0];
    throw new Error(`${join(path, 'config.json')} is not that of a run of an agent of metalearn train: ${where.join('.') || 'it'}: ${message}.`);
  }
  const { setup: settings, ...rest } = parsed.data;
  requireOptions(path, settings);
  return { run, settings, ...rest };
}

/** @throws Error where the environment or the agent of this version has other options than those of the run. */
function requireOptions(path: string, { environment, environmentOptions, algorithm, algorithmOptions }: AgentSettings): void {
  const entry = environmentNamed(environment);
  const read = [
    [`environment ${environment}`, entry.options.safeParse(environmentOptions)],
    [`algorithm ${algorithm}`, agentNamed(algorithm).options(environmentFacts(entry)).safeParse(algorithmOptions)],
  ] as const;
  for (const [whose, { error }] of read) {
    if (error) throw new Error(`${join(path, 'config.json')} has options of the ${whose} that this version of metalearn does not take: ${error.issues[0].message}. Use the version that made the run, or train it anew.`);
  }
}

/** The parameters that did best in validation, or the last ones where there was no validation. */
export async function readAgent({ run }: Pick<OpenedAgentRun, 'run'>, agent: AnyAgent): Promise<Tree<NdArray>> {
  for (const weights of ['best', 'checkpoint'] as const) {
    const bytes = await run.read(weights);
    if (bytes) return decodeParameters(bytes, agent.init(key(0)) as Tree<NdArray>, join(run.path, `${weights}.safetensors`));
  }
  throw new Error(`The run in ${run.path} has no checkpoint yet: nothing was learned. Train it further with --resume.`);
}

/** The SHA-256 of the file of the user's own environment; undefined of all others, and where it is gone. */
export async function sumOfFile({ argument }: Pick<AgentSettings, 'argument'>): Promise<string | undefined> {
  const bytes = argument === undefined ? undefined : await readFile(argument).catch(() => undefined);
  return bytes && createHash('sha256').update(bytes).digest('hex');
}

/** A sentence where the file of the user's own environment is no longer that of the training. */
export async function changedFile({ settings, environmentFile }: OpenedAgentRun): Promise<string | undefined> {
  const now = await sumOfFile(settings);
  if (environmentFile === undefined || now === undefined || now === environmentFile) return undefined;
  return `${settings.argument} has changed since the run was trained on it: what is played now may be other environments.`;
}
