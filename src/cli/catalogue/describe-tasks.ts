import { factsOf, inputOf, usualAlgorithm } from '../settings/index.js';
import { textTable } from '../text-table.js';
import { describeOptions, formatCount, networkEntries, taskEntries, taskNamed, usualNetwork, type OptionDescription, type TaskEntry } from './index.js';

/** A family of tasks as `metalearn tasks --json` tells it. */
export interface TaskDescription {
  readonly name: string;
  /** How TASK is written: `images:DIR`. */
  readonly usage: string;
  readonly about: string;
  readonly source: string;
  readonly target: 'classes' | 'values';
  readonly input: string;
  /** The files that it needs in the folder of --data. */
  readonly data?: string;
  readonly sizes: TaskEntry['sizes'];
  readonly algorithm: string;
  readonly network: string;
  readonly options: readonly OptionDescription[];
}

export function listTasks(): TaskDescription[] {
  return taskEntries.map(descriptionOf);
}

export function describeTask(name: string): TaskDescription {
  return descriptionOf(taskNamed(name));
}

export function tellTask({ usage, about, source, data, sizes, algorithm, network, options }: TaskDescription): string {
  const usual = Object.entries(sizes).map(([name, value]) => `--${name} ${formatCount(value)}`);
  return [
    `${usage}: ${about}`,
    `Source: ${source}.`,
    ...(data ? [`Needs ${data} in the folder of --data or METALEARN_DATA.`] : []),
    `Defaults: ${[...usual, `--algorithm ${algorithm}`, `--network ${network}`].join(' ')}`,
    '',
    ...tellOptions(options),
  ].join('\n');
}

/** The options of something, one line each. */
export function tellOptions(options: readonly OptionDescription[]): string[] {
  if (options.length === 0) return ['It has no options of its own.'];
  const shown = (value: unknown): string => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));
  const rows = options.map(({ name, default: usual, choices, about }) => [name, shown(usual), `${about}${choices ? ` (${choices.join(', ')})` : ''}`]);
  return [textTable(['--set', 'default', ''], rows, 'left')];
}

function usageOf({ name, argument }: TaskEntry): string {
  if (argument === undefined) return name;
  return argument.optional ? `${name}[:${argument.name}]` : `${name}:${argument.name}`;
}

function descriptionOf(entry: TaskEntry): TaskDescription {
  const options = entry.options.parse({}) as Record<string, never>;
  const { target, input } = factsOf(entry, options, entry.sizes);
  const network = networkEntries.find(({ name }) => name === (entry.network ?? usualNetwork(input)))!.name;
  return {
    name: entry.name,
    usage: usageOf(entry),
    about: entry.about,
    source: entry.source,
    target,
    input: inputOf(entry, options),
    ...(entry.data === undefined ? {} : { data: entry.data }),
    sizes: entry.sizes,
    algorithm: usualAlgorithm(entry, options),
    network,
    options: describeOptions(entry.options),
  };
}
