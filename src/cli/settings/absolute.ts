import { resolve } from 'node:path';
import type { SaidOption } from '../catalogue/index.js';
import type { Asked, Settings } from './schema.js';

/** Options of tasks that are paths. */
const paths = ['items', 'users', 'schema'];

/** What was asked for with the paths in it absolute, so that it means the same wherever it is used again. */
export function withAbsolutePaths<T extends Asked>({ data, features, options, ...asked }: T): T {
  return {
    ...asked,
    ...(data === undefined ? {} : { data: resolve(data) }),
    ...(features === undefined ? {} : { features: resolve(features) }),
    ...(options === undefined ? {} : { options: options.map(withAbsolutePath) }),
  } as T;
}

function withAbsolutePath(option: SaidOption): SaidOption {
  return paths.includes(option.name) ? { ...option, value: resolve(String(option.value)) } : option;
}

/** Settings without the names of folders and files of whoever trained: what is a path is called FILE, as in a usage. */
export function withoutPaths<T extends Pick<Settings, 'taskOptions'>>({ taskOptions, ...settings }: T): T {
  const nameless = Object.entries(taskOptions).map(([name, value]) => [name, paths.includes(name) && typeof value === 'string' ? 'FILE' : value]);
  return { ...settings, taskOptions: Object.fromEntries(nameless) } as T;
}
