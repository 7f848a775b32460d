import { nearest } from './nearest.js';

/** The names of all options of a type. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/**
 * Whether all options that were given are some: in plain JavaScript a misspelt one would be left out without a word.
 * @param owner what takes them, for messages.
 * @throws TypeError where one is none; it says the nearest.
 */
export function requireOptions<Options extends object>(owner: string, options: Options, names: OptionNames<NoInfer<Options>>): void {
  const stray = Object.entries(options ?? {}).find(([name, value]) => value !== undefined && !Object.hasOwn(names, name));
  if (stray === undefined) return;
  const known = Object.keys(names);
  const near = nearest(stray[0], known);
  throw new TypeError(`${owner} has no option ${stray[0]}. ${near === undefined ? `Its options are ${known.join(', ')}.` : `Did you mean ${near}?`}`);
}
