import { count } from './progress.js';

/** `1 query`, `15 queries`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}
