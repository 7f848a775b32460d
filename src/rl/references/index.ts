export { beliefInBernoulli, beliefInGaussian, bestArm, epsilonGreedyArm, gittins, greedyArm, mostGittinsPulls, optimisticThompson, thompson, ucb1, ucbOnBelief, type BeliefOf } from './bandit-references.js';
export type { Belief } from './beliefs.js';
export { gittinsIndex, type GittinsIndex } from './gittins.js';
export { bestPlan, epsilonGreedyPlan, explorationBonus, greedyPlan, psrl } from './mdp-references.js';
export { plan, type Model, type Plan } from './planning.js';
export { play, type Player } from './play.js';
export { randomActions } from './random-actions.js';
export { reference, type PlayerOf, type Reference } from './reference.js';
export { referencesFor } from './references-for.js';
