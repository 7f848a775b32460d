import { factsOf, parseTask } from '../settings/index.js';
import { tellOptions } from './describe-tasks.js';
import { algorithmEntries, algorithmNamed, describeOptions, fits, taskNamed, type AlgorithmEntry, type OptionDescription, type Published, type TaskFacts } from './index.js';

/** An algorithm as `metalearn algorithms --json` tells it. */
export interface AlgorithmDescription {
  readonly name: string;
  readonly about: string;
  readonly source: string;
  readonly serves: AlgorithmEntry['serves'];
  /** Whether training may have other ways than the test. */
  readonly trainWays: boolean;
  /** The task whose defaults stand beside the options. */
  readonly task: string;
  readonly options: readonly OptionDescription[];
  readonly published: readonly Published[];
}

/** All algorithms, or those that fit a task. */
export function listAlgorithms(task?: string): AlgorithmDescription[] {
  const facts = task === undefined ? undefined : factsOfTask(task);
  return algorithmEntries.filter((entry) => facts === undefined || fits(entry, facts)).map((entry) => descriptionOf(entry, facts));
}

export function describeAlgorithm(name: string, task?: string): AlgorithmDescription {
  return descriptionOf(algorithmNamed(name), task === undefined ? undefined : factsOfTask(task));
}

export function tellAlgorithm({ name, about, source, serves, trainWays, task, options, published }: AlgorithmDescription): string {
  const numbers = published.map((each) => `  ${each.ways === undefined ? '' : `${each.ways}-way `}${each.shots}-shot ${each.task}: ${valueOf(each)} (${each.protocol})`);
  return [
    `${name}: ${about}`,
    `Source: ${source}.`,
    `Answers with ${serves.join(' or ')}.${trainWays ? ' Takes --train-ways.' : ''}`,
    ...(numbers.length > 0 ? ['Published:', ...numbers] : []),
    '',
    `Defaults on ${task}:`,
    ...tellOptions(options),
  ].join('\n');
}

function valueOf({ ways, value }: Published): string {
  return ways === undefined ? String(value) : `${Number((value * 100).toFixed(2))} %`;
}

function descriptionOf(entry: AlgorithmEntry, asked: TaskFacts | undefined): AlgorithmDescription {
  const facts = asked ?? factsOfTask(entry.serves.includes('classes') ? 'omniglot' : 'sinusoid');
  const { name, about, source, serves, anyWays = false, published = [] } = entry;
  return { name, about, source, serves, trainWays: anyWays, task: facts.task, options: describeOptions(entry.options(facts)), published };
}

function factsOfTask(text: string): TaskFacts {
  const entry = taskNamed(text.includes(':') ? parseTask(text).task : text);
  return factsOf(entry, entry.options.parse({}) as Record<string, never>, entry.sizes);
}
