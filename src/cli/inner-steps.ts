import { UsageError } from './failure.js';

/** Steps of adaptation: those asked for, or the usual ones; 0 of what adapts in one go. @throws UsageError where steps were asked of it. */
export function stepsOf({ innerSteps }: { readonly innerSteps: number }, name: string, asked: number | undefined, usual: number): number {
  if (innerSteps > 0) return asked ?? usual;
  if (asked) throw new UsageError(`--steps ${asked}: ${name} adapts in one go, without steps: leave it out.`);
  return 0;
}
