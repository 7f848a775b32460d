import type { Learner } from '../learner.js';
import { UsageError } from '../failure.js';
import { flagOf } from '../options/flag.js';
import type { ExportOptions } from './export-options.js';

/** @throws UsageError where an option means nothing for what the run learned. */
export function rejectOptions(options: ExportOptions, instead: Partial<Record<keyof ExportOptions, string>>): void {
  for (const [name, reason] of Object.entries(instead)) {
    const value = options[name as keyof ExportOptions];
    if (value !== undefined) throw new UsageError(`${flagOf(name)} ${String(value)}: ${reason} Leave it out.`);
  }
}

/** @throws UsageError where a learner takes no such steps: none at all is a program without inputs and outputs, which no runtime loads. */
export function checkSteps({ innerSteps }: { readonly innerSteps: number }, name: string, { steps }: ExportOptions): void {
  if (steps === undefined) return;
  if (innerSteps === 0) throw new UsageError(`--steps ${steps.join(',')}: ${name} adapts in one go, and takes no inner steps. Leave it out.`);
  if (steps.includes(0)) throw new UsageError(`--steps ${steps.join(',')}: after 0 steps ${name} has learned nothing from a support set, so that there is nothing to export. Give 1 or more.`);
}

/** @throws UsageError where a learner of examples has no such classes, or a support set of so many rows has no room for its classes. */
export function checkLearnerOptions({ family: { target }, mostWays, settings }: Learner, ways: number, { rows, ways: asked }: ExportOptions): void {
  if (target.kind === 'values') {
    if (asked !== undefined) throw new UsageError(`--ways ${asked} counts classes, and the run learned values. Leave it out.`);
    return;
  }
  if (asked !== undefined && asked !== ways) {
    const instead = asked > mostWays ? `Train one with --ways ${asked}.` : 'Leave it out: the input "classes" says which of them a task has.';
    throw new UsageError(`--ways ${asked}: the head of ${settings.algorithm} has ${mostWays} classes. ${instead}`);
  }
  if (rows && Math.max(...rows) < ways) {
    const fewer = mostWays === Infinity ? `, or fewer classes with --ways ${Math.max(2, ...rows)}` : '';
    throw new UsageError(`--rows ${rows.join(',')}: a support set of ${ways} classes has a row of each at least. Give --rows ${ways} or more${fewer}.`);
  }
}
