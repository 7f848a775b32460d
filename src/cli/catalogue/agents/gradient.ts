import { z } from 'zod';
import { anil, cavia, maml, metaSgd, type Algorithm, type InnerLoop } from '../../../algorithms/index.js';
import { toldBeside } from '../../../nn/index.js';
import { adaptiveAgent, ppo, shorterAfterFirst, trpo, type EnvironmentFamily } from '../../../rl/index.js';
import { agentEntry, anyAgent, type AgentSchedule, type BuiltAgent } from './agent-entry.js';
import { clippedSteps, count, experience, firstOrder, innerLoop, surrogate, trustRegion } from './options.js';
import { policyAndLoss } from './policy.js';
import type { EnvironmentFacts } from '../environments/environment-entry.js';

const finn = 'Finn, Abbeel and Levine 2017, section 5.3, arXiv:1703.03400';

/** The inner loop of options. */
export function innerLoopOf({ innerSteps, innerLearningRate, laterSteps }: { readonly innerSteps?: number; readonly innerLearningRate: number; readonly laterSteps: number }): InnerLoop {
  return { innerSteps, innerLearningRate, innerOptimizer: shorterAfterFirst(laterSteps) };
}

/** Numbers of how steps become an agent. */
interface Numbers {
  readonly episodes: number;
  readonly discount: number;
  readonly lambda: number;
  readonly maxDivergence: number;
  readonly solverIterations: number;
  readonly damping: number;
}

/** An agent that adapts by `algorithm`, under trust regions. */
export function underTrustRegion<Theta, Phi>(environment: EnvironmentFamily, algorithm: Algorithm<Theta, Phi>, { episodes, discount, lambda, ...region }: Numbers): BuiltAgent {
  return { agent: anyAgent(adaptiveAgent({ environment, algorithm, episodes, discount, lambda })), outer: trpo({ maxDivergence: region.maxDivergence, solverIterations: region.solverIterations, damping: region.damping }) };
}

/** The authors test with three steps. */
export const gradientSchedule = ({ gradient: { metaBatch, iterations } }: EnvironmentFacts): AgentSchedule => ({ metaBatch, iterations, testSteps: 3 });

const loop = (environment: EnvironmentFacts) => ({ ...innerLoop(environment), surrogate, ...experience(environment, 1), ...trustRegion });

export const mamlTrpoEntry = agentEntry({
  name: 'maml-trpo',
  about: 'a policy from which few policy-gradient steps lead far, meta-trained under trust regions; exact, through the steps',
  source: finn,
  adapts: 'steps',
  options: (environment) => z.strictObject({ ...loop(environment), firstOrder }),
  schedule: gradientSchedule,
  build: (options, family) => underTrustRegion(family, maml({ ...policyAndLoss(family, options), ...innerLoopOf(options), firstOrder: options.firstOrder }), options),
});

export const fomamlTrpoEntry = agentEntry({
  name: 'fomaml-trpo',
  about: 'maml-trpo to first order: the gradient at the adapted policy, as if it did not depend on the initial one',
  source: 'Finn, Abbeel and Levine 2017, sections 5.2 and 5.3, arXiv:1703.03400',
  adapts: 'steps',
  options: (environment) => z.strictObject(loop(environment)),
  schedule: gradientSchedule,
  build: (options, family) => underTrustRegion(family, maml({ ...policyAndLoss(family, options), ...innerLoopOf(options), firstOrder: true }), options),
});

export const anilTrpoEntry = agentEntry({
  name: 'anil-trpo',
  about: 'maml-trpo whose last layer alone adapts',
  source: 'Raghu, Raghu, Bengio and Vinyals 2020, appendix B, arXiv:1909.09157',
  adapts: 'steps',
  options: (environment) => z.strictObject({ ...loop(environment), firstOrder }),
  schedule: gradientSchedule,
  build: (options, family) => underTrustRegion(family, anil({ ...policyAndLoss(family, options), ...innerLoopOf(options), firstOrder: options.firstOrder }), options),
});

export const metaSgdTrpoEntry = agentEntry({
  name: 'meta-sgd-trpo',
  about: 'maml-trpo that learns a step size for each parameter, too',
  source: 'Li, Zhou, Chen and Li 2017, section 4.3, arXiv:1707.09835',
  adapts: 'steps',
  options(environment) {
    // Its steps are those that it learned.
    const { laterSteps: _, ...own } = loop(environment);
    return z.strictObject({ ...own, firstOrder });
  },
  schedule: gradientSchedule,
  build: (options, family) => underTrustRegion(family, metaSgd({ ...policyAndLoss(family, options), innerSteps: options.innerSteps, innerLearningRate: options.innerLearningRate, firstOrder: options.firstOrder }), options),
});

export const caviaTrpoEntry = agentEntry({
  name: 'cavia-trpo',
  about: 'adapts a few context inputs of the policy; all of its weights are shared',
  source: 'Zintgraf, Shiarli, Kurin, Hofmann and Whiteson 2019, section 5.3, arXiv:1810.03642',
  adapts: 'steps',
  options: (environment) => z.strictObject({ ...loop(environment), innerLearningRate: z.number().positive().max(1000).default(10 * environment.gradient.innerLearningRate).describe('the size of these steps'), firstOrder, contextSize: count.max(1000).default(5).describe('context inputs') }),
  schedule: gradientSchedule,
  build({ contextSize, ...options }, family) {
    const { learner, loss } = policyAndLoss(family, options, contextSize);
    return underTrustRegion(family, cavia({ learner: toldBeside(learner, contextSize), loss, ...innerLoopOf(options), firstOrder: options.firstOrder }), options);
  },
});

export const prompEntry = agentEntry({
  name: 'promp',
  about: 'MAML with clipped steps in place of trust regions, a penalty on the first policies, and low variance curvature',
  source: 'Rothfuss, Lee, Clavera, Asfour and Abbeel 2019, ProMP, algorithm 1, arXiv:1810.06784',
  adapts: 'steps',
  options: (environment) =>
    z.strictObject({
      ...innerLoop(environment),
      surrogate,
      penalty: z.number().min(0).max(1000).default(5e-4).describe('eta: what the divergence of policies before adapting from those that acted costs'),
      ...experience(environment, 1),
      ...clippedSteps({ clip: 0.3, epochs: 5, outerLearningRate: 1e-3 }),
      firstOrder,
    }),
  schedule: gradientSchedule,
  build({ episodes, discount, lambda, penalty, outerLearningRate, epochs, clip, maxDivergence, ...options }, environment) {
    const algorithm = maml({ ...policyAndLoss(environment, options), ...innerLoopOf(options), firstOrder: options.firstOrder });
    return { agent: anyAgent(adaptiveAgent({ environment, algorithm, episodes, discount, lambda, penalty })), outer: ppo({ learningRate: outerLearningRate, epochs, clip, maxDivergence }) };
  },
});
