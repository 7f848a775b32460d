import { resolve } from 'node:path';
import type { Asked } from './schema.js';

/** What was asked for with the paths in it absolute, so that it means the same wherever it is used again. */
export function withAbsolutePaths<T extends Asked>({ data, features, ...asked }: T): T {
  return { ...asked, ...(data === undefined ? {} : { data: resolve(data) }), ...(features === undefined ? {} : { features: resolve(features) }) } as T;
}
