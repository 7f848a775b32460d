import type { Json } from '../../training/index.js';
import type { EnvironmentFamily } from '../environment/index.js';
import {
  beliefInBernoulli,
  beliefInGaussian,
  bestArm,
  epsilonGreedyArm,
  gittins,
  greedyArm,
  mostGittinsPulls,
  optimisticThompson,
  thompson,
  ucb1,
  ucbOnBelief,
  type BeliefOf,
} from './bandit-references.js';
import { bestPlan, epsilonGreedyPlan, explorationBonus, greedyPlan, psrl } from './mdp-references.js';
import { randomActions } from './random-actions.js';
import type { Reference } from './reference.js';

/**
 * The references that fit a family, from the floor to the ceiling: random actions for any, and what is conventional for the bandits and tabular MDPs that are known by name. Widths, bonuses and
 * epsilons that a method leaves open are set to what did well on the sizes of Duan et al. 2016; they did the same.
 * @param episodes how many of each task will be played: the table of Gittins indices has to hold all pulls.
 */
export function referencesFor<Task extends Json>(family: EnvironmentFamily<Task>, episodes = 1): readonly Reference[] {
  return [randomActions, ...(conventional[family.name]?.(family.horizon * episodes) ?? [])];
}

const conventional: Readonly<Record<string, (steps: number) => Reference[]>> = {
  'bernoulli-bandit': (steps) => [...forArms(beliefInBernoulli, 0.2), ...(steps <= mostGittinsPulls ? [gittins] : []), bestArm as Reference],
  'gaussian-bandit': () => [...forArms(beliefInGaussian, 0.5), bestArm as Reference],
  'tabular-mdp': () => [greedyPlan(), epsilonGreedyPlan(0.1), psrl(0), psrl(), explorationBonus(0.5), bestPlan as Reference],
};

function forArms(beliefOf: BeliefOf, width: number): Reference[] {
  return [greedyArm(beliefOf), epsilonGreedyArm(beliefOf, 0.05), thompson(beliefOf), optimisticThompson(beliefOf), ucb1(1), ucbOnBelief(beliefOf, width)];
}
