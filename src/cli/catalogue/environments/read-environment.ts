import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { EnvironmentFamily } from '../../../rl/environment/index.js';
import { UsageError } from '../../failure.js';
import { listed } from '../../options/values.js';

/**
 * The family of environments that a module of the user exports as its default.
 * @throws UsageError where there is no such file, it cannot be run, or what it exports is no family.
 */
export async function readEnvironment(file: string): Promise<EnvironmentFamily> {
  if (!existsSync(file)) throw new UsageError(`${file} does not exist: name a JavaScript module whose default export is a family of environments.`);
  const module = (await import(pathToFileURL(file).href).catch((error: unknown) => {
    throw new UsageError(`${file} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  })) as { readonly default?: unknown };
  if (module.default === undefined) throw new UsageError(`${file} has no default export: write export default with a family of environments, { name, observationSpace, actionSpace, horizon, description, sampleTask, make }.`);
  return checked(file, module.default);
}

/** What a family must have, and in words what that is. */
const parts: readonly (readonly [name: keyof EnvironmentFamily, is: (value: unknown) => boolean, what: string])[] = [
  ['name', (value) => typeof value === 'string' && value !== '', 'a text'],
  ['observationSpace', (value) => kindOf(value) === 'box', 'a space of numbers, box(low, high, size)'],
  ['actionSpace', (value) => ['box', 'discrete'].includes(String(kindOf(value))), 'a space, box(low, high, size) or discrete(count)'],
  ['horizon', (value) => Number.isInteger(value) && (value as number) >= 1, 'a whole number of at least 1'],
  ['description', (value) => typeof value === 'object' && value !== null, 'an object of what was chosen, {} where nothing was'],
  ['sampleTask', (value) => typeof value === 'function', 'a function that makes a task of a key'],
  ['make', (value) => typeof value === 'function', 'a function that makes environments of tasks'],
];

function checked(file: string, value: unknown): EnvironmentFamily {
  if (typeof value !== 'object' || value === null) throw new UsageError(`The default export of ${file} should be a family of environments, an object, and is a ${typeof value}${typeof value === 'function' ? ': call it where it is exported' : ''}.`);
  const family = value as Readonly<Record<string, unknown>>;
  const wrong = parts.filter(([name, is]) => !is(family[name])).map(([name, , what]) => `${name} should be ${what}${family[name] === undefined ? ' and is missing' : ''}`);
  if (wrong.length > 0) throw new UsageError(`The default export of ${file} is no family of environments: ${listed(wrong, 'and')}.`);
  return value as EnvironmentFamily;
}

function kindOf(space: unknown): unknown {
  return typeof space === 'object' && space !== null ? (space as { readonly kind?: unknown }).kind : undefined;
}
