import { UsageError } from '../failure.js';
import { suggestion } from '../../nn/nearest.js';
import { listed } from '../options/values.js';
import type { AgentEntry } from './agents/agent-entry.js';
import { agentEntries } from './agents/index.js';
import type { AlgorithmEntry } from './algorithm-entry.js';
import { algorithmEntries } from './algorithms/index.js';
import type { EnvironmentEntry, EnvironmentFacts } from './environments/environment-entry.js';
import { environmentEntries } from './environments/index.js';
import type { NetworkEntry } from './network-entry.js';
import { networkEntries } from './networks/index.js';
import type { InputKind, TaskEntry } from './task-entry.js';
import { ratingTasksOf, taskEntries } from './tasks/index.js';

export type { AgentEntry, AgentSchedule, BuiltAgent } from './agents/agent-entry.js';
export { fits, untyped, type AlgorithmEntry, type AnyAlgorithm, type Published, type TaskShape } from './algorithm-entry.js';
export { formatCount, mostOf } from './counts.js';
export type { EnvironmentEntry, EnvironmentFacts } from './environments/environment-entry.js';
export { familyOfFeatures, featureOptions, featuresOf, openFeatures } from './features.js';
export { learnerAndLoss, lossOf, outputsOf } from './loss.js';
export { networkFor, type Network, type NetworkEntry, type NetworkInputs } from './network-entry.js';
export { describeOptions, readOption, type OptionDescription, type SaidOption } from './option-values.js';
export { decays, optimizers, type Schedule } from './schedule.js';
export type { InputKind, RowKind, TaskEntry, TaskFacts, TaskSizes } from './task-entry.js';
export { agentEntries, algorithmEntries, environmentEntries, networkEntries, ratingTasksOf, taskEntries };

/** @throws UsageError where there is no such algorithm, or it learns to act. */
export function algorithmNamed(name: string): AlgorithmEntry {
  if (agentEntries.some((entry) => entry.name === name)) throw new UsageError(`${name} learns to act in environments, such as nav2d, and not from examples. metalearn algorithms lists what each is for.`);
  return named('algorithm', name, algorithmEntries, ' metalearn algorithms lists them.', agentEntries);
}

/** @throws UsageError where there is no such way of learning to act. */
export function agentNamed(name: string): AgentEntry {
  const near = agentEntries.find((entry) => entry.name.startsWith(name))?.name ?? 'maml-trpo';
  if (algorithmEntries.some((entry) => entry.name === name)) throw new UsageError(`${name} learns from examples, and does not act in environments: choose ${near}, or another that metalearn algorithms --task nav2d lists.`);
  return named('algorithm', name, agentEntries, ' metalearn algorithms --task nav2d lists those that act in environments.');
}

/** @throws UsageError where there is no such task, or it is an environment, which few commands take. */
export function taskNamed(name: string): TaskEntry {
  if (isEnvironment(name)) throw new UsageError(`${name} is an environment, which only metalearn train, test and watch are for: metalearn train ${name}, then metalearn test RUN, which sets it beside others.`);
  return named('task', name, taskEntries, ' metalearn tasks lists them.', environmentEntries);
}

/** Whether TASK names an environment to act in, by what stands before the colon. */
export function isEnvironment(task: string): boolean {
  return environmentEntries.some(({ name }) => name === task.split(':', 1)[0]);
}

export function environmentNamed(name: string): EnvironmentEntry {
  return named('environment', name, environmentEntries, ' metalearn tasks lists them.');
}

/** What is known of an environment before it is made. */
export function environmentFacts({ name, usual }: EnvironmentEntry): EnvironmentFacts {
  return { environment: name, ...usual };
}

/** @throws UsageError where there is no such network, or it does not take this kind of input. */
export function networkNamed(name: string, input: InputKind): NetworkEntry {
  const found = named('network', name, networkEntries, ` The networks are ${listed(networkEntries.map((each) => each.name), 'and')}.`);
  if (!found.inputs.includes(input)) {
    const fitting = networkEntries.filter(({ inputs }) => inputs.includes(input)).map((each) => each.name);
    throw new UsageError(`The network ${name} takes inputs of the kind ${listed(found.inputs)}, and this task has ${input}: choose ${listed(fitting)}.`);
  }
  return found;
}

/** The network for a kind of input where none is chosen. */
export function usualNetwork(input: InputKind): string {
  const found = networkEntries.find(({ inputs }) => inputs.includes(input));
  if (found === undefined) throw new Error(`No network takes inputs of the kind ${input}.`);
  return found.name;
}

/** @param beside what a wrong name may have meant, too. */
function named<Entry extends { readonly name: string }>(kind: string, name: string, entries: readonly Entry[], advice: string, beside: readonly { readonly name: string }[] = []): Entry {
  const found = entries.find((entry) => entry.name === name);
  if (found === undefined) throw new UsageError(`There is no ${kind} '${name}'.${suggestion(name, [...entries, ...beside].map((entry) => entry.name))}${advice}`);
  return found;
}
