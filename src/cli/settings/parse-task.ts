import { resolve } from 'node:path';
import { taskEntries, taskNamed } from '../catalogue/index.js';
import { UsageError } from '../failure.js';
import type { AskedTask } from './schema.js';

/** The task that TASK names, and its folder or file, absolute. */
export function parseTask(text: string): AskedTask {
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  const argument = colon < 0 ? '' : text.slice(colon + 1);
  const { argument: wanted } = taskNamed(name);
  if (wanted === undefined && colon >= 0) {
    const taking = taskEntries.flatMap((entry) => (entry.argument ? [`${entry.name}:${entry.argument.name}`] : []));
    throw new UsageError(`The task ${name} takes nothing after a colon, as ${taking.join(', ')} do: write ${name}.`);
  }
  if (wanted === undefined || (wanted.optional && colon < 0)) return { task: name };
  if (argument === '') {
    throw new UsageError(`The task ${name} needs its ${wanted.name === 'DIR' ? 'folder' : 'file'}: write ${name}:${wanted.name}, where ${wanted.what}.`);
  }
  return { task: name, argument: resolve(argument) };
}
