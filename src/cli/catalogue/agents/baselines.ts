import { z } from 'zod';
import { maml } from '../../../algorithms/index.js';
import { told } from '../../../rl/environment/told.js';
import { UsageError } from '../../failure.js';
import { agentEntry } from './agent-entry.js';
import { gradientSchedule, innerLoopOf, underTrustRegion } from './gradient.js';
import { count, experience, innerLoop, surrogate, trustRegion } from './options.js';
import { policyAndLoss } from './policy.js';

/** What has no thought of adapting in training: no inner steps. */
const none = 0;

export const pretrainedEntry = agentEntry({
  name: 'pretrained',
  about: 'a baseline: one policy for all tasks pooled, then fine-tuned by policy-gradient steps',
  source: 'as in Finn, Abbeel and Levine 2017, section 5.3',
  adapts: 'steps',
  baseline: true,
  options(environment) {
    const { innerSteps: _, ...loop } = innerLoop(environment);
    return z.strictObject({ ...loop, surrogate, ...experience(environment, 1), ...trustRegion });
  },
  schedule: gradientSchedule,
  build: (options, family) => underTrustRegion(family, maml({ ...policyAndLoss(family, options), ...innerLoopOf(options), innerSteps: none }), options),
});

export const oracleEntry = agentEntry({
  name: 'oracle',
  about: 'a baseline: one policy that sees what tells the task, such as its goal; nothing is left to adapt to',
  source: 'as in Finn, Abbeel and Levine 2017, section 5.3',
  adapts: 'not',
  baseline: true,
  options(environment) {
    const episodes = count.max(10_000).default(environment.gradient.episodes).describe('episodes of a task in an iteration');
    return z.strictObject({ episodes, ...experience(environment, 1), ...trustRegion });
  },
  schedule: (environment) => ({ ...gradientSchedule(environment), testSteps: 0 }),
  build(options, family) {
    const seen = told(family);
    return underTrustRegion(seen, maml({ ...policyAndLoss(seen, { ...options, surrogate: 'reinforce' }), innerSteps: none }), options);
  },
});

export const randomEntry = agentEntry({
  name: 'random',
  about: 'a baseline: acts at random and learns nothing; metalearn test sets it beside every run',
  source: 'every table needs its floor',
  adapts: 'not',
  baseline: true,
  options: () => z.strictObject({}),
  build() {
    throw new UsageError('random learns nothing, so that there is nothing to train: metalearn test sets it beside every run.');
  },
});
