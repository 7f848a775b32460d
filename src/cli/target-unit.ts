import type { TableFormat } from '../regression/index.js';
import type { TestResult } from './test-result.js';

/** What the errors of a test on the user's own table are counted in: deviations of the target column in training. */
export interface TargetUnit {
  readonly column: string;
  readonly deviation: number;
}

/** The unit of the targets of a family; undefined where they are as they came, or classes. */
export function targetUnitOf(description: Readonly<Record<string, unknown>>): TargetUnit | undefined {
  const target = (description.table as TableFormat | undefined)?.target;
  return target?.kind === 'values' ? { column: target.column, deviation: target.standard.deviation } : undefined;
}

/** A sentence that tells the error in the unit of the column, where there is one. */
export function describeUnit({ targetUnit, mean }: Pick<TestResult, 'targetUnit' | 'mean'>): string | undefined {
  if (targetUnit === undefined || !Number.isFinite(mean)) return undefined;
  const { column, deviation } = targetUnit;
  const shown = (value: number): string => String(Number(value.toPrecision(3)));
  return `Errors are of targets divided by ${shown(deviation)}, the deviation of "${column}" in training: in its own unit the root of the mean squared error is ${shown(deviation * Math.sqrt(mean))}.`;
}
