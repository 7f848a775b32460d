import { z } from 'zod';
import { ppo, recurrentAgent, variationalAgent } from '../../../rl/index.js';
import type { EnvironmentFacts } from '../environments/environment-entry.js';
import { agentEntry, anyAgent, type AgentSchedule } from './agent-entry.js';
import { clippedSteps, count } from './options.js';

/** A test has as many episodes as a trial in training. */
export const memorySchedule = ({ memory: { metaBatch, iterations } }: EnvironmentFacts, { episodes }: { readonly episodes: number }): AgentSchedule => ({ metaBatch, iterations, testSteps: episodes - 1 });

/** Trials, and how the rest of one is weighed. */
export const trialOptions = ({ memory, discount }: EnvironmentFacts) => ({
  episodes: count.max(1000).default(memory.episodes).describe('episodes of a trial, through which the agent remembers'),
  trials: count.max(1000).default(1).describe('trials of each task in an iteration'),
  discount: z.number().min(0).max(1).default(discount).describe('gamma, over the whole trial'),
  lambda: z.number().min(0).max(1).default(memory.lambda ?? 0.9).describe('of generalised advantages, over the whole trial'),
  valueWeight: z.number().min(0).max(1000).default(1).describe('what the squared error of values counts'),
  entropyWeight: z.number().min(0).max(1000).default(memory.entropyWeight ?? 0.01).describe('what the entropy of the actions counts'),
});

export const rl2Entry = agentEntry({
  name: 'rl2',
  about: 'RL squared: a recurrent policy that is told its actions and rewards, and remembers through the episodes of a trial',
  source: 'Duan et al. 2016, RL squared, arXiv:1611.02779; Wang et al. 2016, arXiv:1611.05763',
  adapts: 'memory',
  options: (environment) => z.strictObject({ units: count.max(4096).default(environment.memory.units ?? 48).describe('gated recurrent units of the memory'), ...trialOptions(environment), ...clippedSteps({ clip: 0.2, epochs: 5, outerLearningRate: 4e-3 }) }),
  schedule: memorySchedule,
  build({ units, outerLearningRate, epochs, clip, maxDivergence, ...options }, environment) {
    return { agent: anyAgent(recurrentAgent({ ...options, environment, hidden: units })), outer: ppo({ learningRate: outerLearningRate, epochs, clip, maxDivergence }) };
  },
});

export const varibadEntry = agentEntry({
  name: 'varibad',
  about: 'infers what the task is: a recurrent encoder makes a belief of what was seen, which the policy is told',
  source: 'Zintgraf et al. 2020, VariBAD, arXiv:1910.08348',
  adapts: 'memory',
  options: (environment) =>
    z.strictObject({
      units: count.max(4096).default(environment.memory.units ?? 48).describe('gated recurrent units of the encoder'),
      latent: count.max(1000).default(5).describe('numbers that stand for a task'),
      guesses: count.max(1000).default(8).describe('guesses of the task in each trial that are decoded'),
      decodeObservations: z.boolean().default(false).describe('decode next observations beside rewards: where tasks differ in what actions lead to'),
      elboWeight: z.number().min(0).max(1000).default(0.1).describe('what minus the evidence lower bound of a step counts'),
      ...trialOptions(environment),
      ...clippedSteps({ clip: 0.2, epochs: 5, outerLearningRate: 4e-3 }),
    }),
  schedule: memorySchedule,
  build({ units, outerLearningRate, epochs, clip, maxDivergence, ...options }, environment) {
    return { agent: anyAgent(variationalAgent({ ...options, environment, hidden: units })), outer: ppo({ learningRate: outerLearningRate, epochs, clip, maxDivergence }) };
  },
});
