import { tellOptions } from './describe-tasks.js';
import { describeOptions, environmentEntries, environmentNamed, type EnvironmentEntry, type OptionDescription } from './index.js';

/** A family of environments as `metalearn tasks --json` tells it. */
export interface EnvironmentDescription {
  readonly name: string;
  /** How TASK is written: `environment:FILE`. */
  readonly usage: string;
  readonly about: string;
  readonly source: string;
  /** What an agent is rewarded for, in place of answers to examples. */
  readonly target: 'return';
  readonly observes: string;
  readonly acts: string;
  readonly algorithm: string;
  readonly options: readonly OptionDescription[];
}

export function listEnvironments(): EnvironmentDescription[] {
  return environmentEntries.map(descriptionOf);
}

export function describeEnvironment(name: string): EnvironmentDescription {
  return descriptionOf(environmentNamed(name));
}

export function tellEnvironment({ usage, about, source, observes, acts, algorithm, options }: EnvironmentDescription): string {
  return [
    `${usage}: ${about}`,
    `Source: ${source}.`,
    `Observed: ${observes}. Actions: ${acts}.`,
    `Defaults: --algorithm ${algorithm}. To learn in it: metalearn train ${usage}`,
    '',
    ...tellOptions(options),
  ].join('\n');
}

function descriptionOf({ name, argument, about, source, observes, acts, algorithm, options }: EnvironmentEntry): EnvironmentDescription {
  return { name, usage: argument === undefined ? name : `${name}:${argument.name}`, about, source, target: 'return', observes, acts, algorithm, options: describeOptions(options) };
}
