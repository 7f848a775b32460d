import { UsageError } from '../failure.js';
import { suggestion } from '../options/nearest.js';
import { listed } from '../options/values.js';
import type { AlgorithmEntry } from './algorithm-entry.js';
import { algorithmEntries } from './algorithms/index.js';
import type { NetworkEntry } from './network-entry.js';
import { networkEntries } from './networks/index.js';
import type { InputKind, TaskEntry } from './task-entry.js';
import { ratingTasksOf, taskEntries } from './tasks/index.js';

export { fits, untyped, type AlgorithmEntry, type AnyAlgorithm, type Published, type TaskShape } from './algorithm-entry.js';
export { formatCount, mostOf } from './counts.js';
export { familyOfFeatures, featureOptions, featuresOf, openFeatures } from './features.js';
export { learnerAndLoss, lossOf, outputsOf } from './loss.js';
export { networkFor, type Network, type NetworkEntry, type NetworkInputs } from './network-entry.js';
export { describeOptions, readOption, type OptionDescription, type SaidOption } from './option-values.js';
export { decays, optimizers, type Schedule } from './schedule.js';
export type { InputKind, RowKind, TaskEntry, TaskFacts, TaskSizes } from './task-entry.js';
export { algorithmEntries, networkEntries, ratingTasksOf, taskEntries };

export function algorithmNamed(name: string): AlgorithmEntry {
  return named('algorithm', name, algorithmEntries, ' metalearn algorithms lists them.');
}

export function taskNamed(name: string): TaskEntry {
  return named('task', name, taskEntries, ' metalearn tasks lists them.');
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

function named<Entry extends { readonly name: string }>(kind: string, name: string, entries: readonly Entry[], advice: string): Entry {
  const found = entries.find((entry) => entry.name === name);
  if (found === undefined) throw new UsageError(`There is no ${kind} '${name}'.${suggestion(name, entries.map((entry) => entry.name))}${advice}`);
  return found;
}
