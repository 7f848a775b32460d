import type { EnvironmentFamily } from '../../rl/environment/index.js';
import { agentNamed, environmentFacts, environmentNamed, type BuiltAgent } from '../catalogue/index.js';
import { UsageError } from '../failure.js';
import { agentSettingsSchema, type AgentSettings } from './settings.js';
import type { Json } from '../../training/index.js';

/** What worker processes import: the agent of the settings in a run's config.json, and how it is meta-trained. */
export default function build(settings: Json): Promise<BuiltAgent> {
  return buildAgent(agentSettingsSchema.parse(settings));
}

/** The agent of settings, alike in worker processes. @throws UsageError where numbers do not go together. */
export async function buildAgent(settings: AgentSettings): Promise<BuiltAgent> {
  return agentOn(settings, await familyOf(settings));
}

/** The family of environments that settings name. */
export async function familyOf({ environment, argument, environmentOptions }: AgentSettings): Promise<EnvironmentFamily> {
  const entry = environmentNamed(environment);
  return usable(() => entry.family({ argument, options: entry.options.parse(environmentOptions) }));
}

/** The agent of settings on a family that is there already. */
export function agentOn({ environment, algorithm, algorithmOptions }: AgentSettings, family: EnvironmentFamily): Promise<BuiltAgent> {
  const entry = agentNamed(algorithm);
  return usable(() => entry.build(entry.options(environmentFacts(environmentNamed(environment))).parse(algorithmOptions), family));
}

/** Numbers that do not go together are what was asked for, not what went wrong. */
async function usable<T>(make: () => T | Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message, { cause: error }) : error;
  }
}
