import { z } from 'zod';
import type { EnvironmentFacts } from '../environments/environment-entry.js';

/** Options that several agents have, written the same everywhere. */

export const count = z.number().int().min(1);

/** What is learned from steps, and by what policy. */
export const experience = ({ hidden, discount }: EnvironmentFacts, lambda: number) => ({
  hidden: z.array(count.max(4096)).min(1).default([...hidden]).describe('the width of each hidden layer of the policy, such as 64,64'),
  deviation: z.number().positive().max(100).default(1).describe('the standard deviation of numbers that are acted with, before training, in halves of their range'),
  discount: z.number().min(0).max(1).default(discount).describe('gamma: what a reward of the next step is worth now'),
  lambda: z.number().min(0).max(1).default(lambda).describe('of generalised advantages: 1 takes whole returns, 0 one step'),
});

/** The inner loop of policy gradients (Finn et al. 2017, appendix A.2). */
export const innerLoop = ({ gradient }: EnvironmentFacts) => ({
  innerSteps: count.max(100).default(1).describe('policy-gradient steps of adaptation in training'),
  innerLearningRate: z.number().positive().max(100).default(gradient.innerLearningRate).describe('the size of these steps'),
  laterSteps: z.number().min(0).max(1).default(gradient.laterSteps).describe('the size of steps after the first, as a share of it; the authors of MAML test with 0.5'),
  episodes: count.max(10_000).default(gradient.episodes).describe('episodes of a task before each step, and after the last'),
});

export const surrogate = z
  .enum(['reinforce', 'lvc', 'dice'])
  .default('lvc')
  .describe('whose gradient an inner step takes: reinforce as in MAML, lvc (low variance curvature, as in ProMP) or dice (unbiased, with more noise), which differ in second derivatives');

export const firstOrder = z.boolean().default(false).describe('leave out second derivatives');

/** The trust region of the outer step (Schulman et al. 2015). */
export const trustRegion = {
  maxDivergence: z.number().positive().max(10).default(0.01).describe('the mean KL divergence by which a step may change the adapted policies'),
  solverIterations: count.max(1000).default(10).describe('conjugate gradients for the direction of a step'),
  damping: z.number().min(0).max(10).default(1e-5).describe('added to the curvature'),
};

/** The clipped steps of PPO (Schulman et al. 2017). */
export const clippedSteps = ({ clip, epochs, outerLearningRate }: { readonly clip: number; readonly epochs: number; readonly outerLearningRate: number }) => ({
  outerLearningRate: z.number().positive().max(10).default(outerLearningRate).describe('of Adam'),
  epochs: count.max(1000).default(epochs).describe('steps of Adam on the episodes of an iteration'),
  clip: z.number().positive().max(10).default(clip).describe('how far ratios of probabilities may go from 1 and still gain'),
  maxDivergence: z.number().positive().max(100).default(0.1).describe('the mean KL divergence beyond which an epoch is taken back'),
});
