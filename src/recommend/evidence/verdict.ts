import { compare } from '../evaluation/estimate.js';
import type { Stage } from './result.js';

/** Of each user: answers and questions until a stage, and the error then. */
export interface Measured {
  readonly answers: Float64Array;
  readonly questions: Float64Array;
  readonly errors: Float64Array;
}

/** Which strategy has the least error at a stage, and which others it cannot be told from: those whose paired difference has an interval that holds zero. */
export function verdictOn({ after, count }: Stage, names: readonly string[], measured: readonly Measured[]): string {
  const means = measured.map(({ errors }) => errors.reduce((total, error) => total + error, 0) / errors.length);
  const best = means.indexOf(Math.min(...means));
  const level = names.filter((_, i) => i !== best && compare(measured[best].errors, measured[i].errors, 'low')!.outcome === 'level');
  // Semicolons, as names hold commas.
  const sure = level.length === 0 ? 'surely less than every other' : `not surely less than ${level.join('; ')}`;
  return `After ${count} ${after}, ${names[best]} has the least error, ${means[best].toFixed(3)}${names.length > 1 ? `, ${sure}` : ''}.`;
}
