import { requireCount } from '../../nn/require-count.js';

interface TrialNumbers {
  readonly episodes: number;
  readonly trials: number;
  readonly hidden: number;
  readonly discount: number;
  readonly lambda: number;
  readonly valueWeight: number;
  readonly entropyWeight: number;
}

/** @throws RangeError where one of the numbers that all agents with a memory have makes no sense. */
export function requireTrials({ episodes, trials, hidden, discount, lambda, valueWeight, entropyWeight }: TrialNumbers): void {
  requireCount({ episodes, trials, hidden });
  for (const [name, share] of Object.entries({ discount, lambda })) {
    if (!(share >= 0 && share <= 1)) throw new RangeError(`${name} must be from 0 to 1, got ${share}.`);
  }
  for (const [name, weight] of Object.entries({ valueWeight, entropyWeight })) {
    if (!(weight >= 0 && weight < Infinity)) throw new RangeError(`${name} must be a finite number of at least 0, got ${weight}.`);
  }
}
