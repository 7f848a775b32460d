import type { Loss } from '../../../nn/index.js';
import type { EnvironmentFamily } from '../../../rl/environment/index.js';
import { mlpPolicy, type Policy } from '../../../rl/policies/index.js';
import { dice, lvc, reinforce } from '../../../rl/surrogates/index.js';

/** What an agent that adapts by gradients is made of. */
export interface PolicyOptions {
  readonly hidden: readonly number[];
  readonly deviation: number;
  readonly surrogate: 'reinforce' | 'lvc' | 'dice';
}

/** A policy for a family, of so many more inputs, and the loss of its inner steps. */
export function policyAndLoss(family: EnvironmentFamily, { hidden, deviation, surrogate }: PolicyOptions, more = 0): { readonly learner: Policy; readonly loss: Loss } {
  const learner = mlpPolicy(family.observationSpace.size + more, family.actionSpace, { hidden, deviation });
  const { distribution } = learner;
  const losses = { reinforce: () => reinforce(distribution), lvc: () => lvc(distribution), dice: () => dice(distribution, family.horizon) };
  return { learner, loss: losses[surrogate]() };
}
