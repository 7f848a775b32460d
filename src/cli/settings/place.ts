import type { z } from 'zod';
import { readOption, type SaidOption } from '../catalogue/index.js';
import { UsageError } from '../failure.js';
import { nearest } from '../../nn/nearest.js';

/** An algorithm or a task, by what it takes. */
export interface Owner {
  readonly name: string;
  readonly options: z.ZodObject;
}

/** The options of one owner, read, with its defaults for those that were not said. */
export function optionsOf({ options }: Owner, said: readonly SaidOption[]): Record<string, never> {
  const own = said.filter(({ name }) => Object.hasOwn(options.shape, name));
  const values = Object.fromEntries(own.map((each) => [each.name, readOption(options.shape[each.name] as z.ZodType, each)]));
  return options.parse(values) as Record<string, never>;
}

/** @throws UsageError where an option belongs to none of the owners: it names what does, and the nearest. */
export function rejectStrays(said: readonly SaidOption[], owners: readonly Owner[]): void {
  const stray = said.find(({ name }) => owners.every(({ options }) => !Object.hasOwn(options.shape, name)));
  if (stray === undefined) return;
  const known = owners.flatMap(({ options }) => Object.keys(options.shape));
  const near = nearest(stray.name, known);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  const taken = owners.map(({ name, options }) => `${name} takes ${Object.keys(options.shape).join(', ') || 'none'}`);
  throw new UsageError(`${stray.said}: neither ${owners.map(({ name }) => name).join(' nor ')} has an option ${stray.name}.${hint} Of options set with --set NAME=VALUE ${taken.join('; ')}.`);
}
