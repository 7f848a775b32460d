import type { Json } from '../../training/index.js';
import type { EnvironmentFamily } from './environment.js';

// An oracle is asked for only after everything else was trained: what tells tasks is looked at before.

/** @throws TypeError where what tells a task is not how many numbers and a function that gives them. */
export function requireTells(name: string, tells: EnvironmentFamily<never>['tells']): void {
  if (Number.isInteger(tells?.size) && tells!.size >= 1 && typeof tells!.of === 'function') return;
  const found = typeof tells === 'function' ? 'a function' : JSON.stringify(tells, (_, value: unknown) => (typeof value === 'function' ? 'a function' : value));
  throw new TypeError(`Environment "${name}" has tells that should be { size, of(task) }, how many numbers tell a task and which: got ${found}.`);
}

/** The numbers that tell a task. @throws RangeError where they are not as many as was said, or not finite. */
export function numbersThatTell<Task extends Json>(name: string, tells: NonNullable<EnvironmentFamily<Task>['tells']>, task: Task): readonly number[] {
  const { size } = tells;
  const numbers = tells.of(task);
  if (numbers.length !== size) throw new RangeError(`${name} tells a task in ${size} numbers, but gave ${numbers.length}: ${numbers.join(', ')}.`);
  if (!numbers.every(Number.isFinite)) throw new RangeError(`${name} tells the task ${JSON.stringify(task)} in numbers that are not all finite: ${numbers.join(', ')}.`);
  return numbers;
}
