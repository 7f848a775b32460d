import type { Key } from '../../../random/index.js';
import { randomOf } from '../../environment/index.js';

/** Which way to run: along x, 1, or against it, -1. */
export type Direction = { readonly direction: 1 | -1 };

/** What families share whose tasks are directions, each as likely as the other. */
export const directions = {
  sampleTask: (key: Key): Direction => ({ direction: randomOf(key).integer(2) === 0 ? 1 : -1 }),
  kindOf: ({ direction }: Direction): string => (direction > 0 ? 'forward' : 'backward'),
  titleOf: ({ direction }: Direction): string => (direction > 0 ? 'forward' : 'backward'),
  tells: { size: 1, of: ({ direction }: Direction): readonly number[] => [direction] },
};

/** @throws RangeError where one of the tasks is no direction. */
export function checkedDirections(name: string, tasks: readonly Direction[]): readonly Direction[] {
  for (const { direction } of tasks) {
    if (direction !== 1 && direction !== -1) throw new RangeError(`A task of ${name} has the direction 1, forward, or -1, backward; got ${direction}.`);
  }
  return tasks;
}
