import { tellOptions } from './describe-tasks.js';
import { agentEntries, agentNamed, describeOptions, environmentFacts, environmentNamed, type AgentEntry, type OptionDescription } from './index.js';

/** A way of learning to act as `metalearn algorithms --json` tells it. */
export interface AgentDescription {
  readonly name: string;
  readonly about: string;
  readonly source: string;
  readonly serves: readonly ['environments'];
  /** What happens on a new task. */
  readonly adapts: AgentEntry['adapts'];
  readonly baseline: boolean;
  /** The environment whose defaults stand beside the options. */
  readonly task: string;
  readonly options: readonly OptionDescription[];
}

/** Where no environment is named, defaults are those of the one that suits. */
const usualEnvironment = { steps: 'nav2d', not: 'nav2d', memory: 'bandit' } as const;

export function listAgents(task?: string): AgentDescription[] {
  return agentEntries.map((entry) => descriptionOf(entry, task));
}

export function describeAgent(name: string, task?: string): AgentDescription {
  return descriptionOf(agentNamed(name), task);
}

export function tellAgent({ name, about, source, adapts, task, options }: AgentDescription): string {
  const how = { steps: 'Adapts by steps on episodes.', memory: 'Adapts by remembering what it saw, did and got.', not: 'Does not adapt.' }[adapts];
  return [`${name}: ${about}`, `Source: ${source}.`, `Acts in environments. ${how}`, '', `Defaults on ${task}:`, ...tellOptions(options)].join('\n');
}

function descriptionOf(entry: AgentEntry, asked: string | undefined): AgentDescription {
  const { name, about, source, adapts, baseline = false } = entry;
  const task = asked === undefined ? usualEnvironment[adapts] : asked.split(':', 1)[0];
  return { name, about, source, serves: ['environments'], adapts, baseline, task, options: describeOptions(entry.options(environmentFacts(environmentNamed(task)))) };
}
