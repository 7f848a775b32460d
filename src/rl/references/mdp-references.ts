import type { EnvironmentFamily, Random } from '../environment/index.js';
import type { Tables } from '../environments/index.js';
import { mdpRecord, type MdpRecord } from './mdp-record.js';
import { plan, type Model, type Plan } from './planning.js';
import type { Player } from './play.js';
import { reference, type Reference } from './reference.js';

/** Around what tabular MDPs draw their mean rewards. */
const trueMean = 1;

/**
 * Posterior sampling for reinforcement learning.
 * @param priorMean what mean rewards are believed to be drawn around. The truth is 1, the default; with 0 it explores less, and gets what Duan et al. 2016 report (138.9 +- 1.7, published 138.1).
 */
export function psrl(priorMean = trueMean): Reference {
  return planning(
    { name: `PSRL${said(priorMean)}`, about: `Draws an MDP from what is believed before each episode, and follows its best plan. ${knowing(priorMean)}`, source: 'Strens 2000; Osband et al. 2013' },
    (record, random) => record.sample(random),
    priorMean,
  );
}

/**
 * The best plan for what is believed on average.
 * @param priorMean as of `psrl`.
 */
export function greedyPlan(priorMean = trueMean): Reference {
  return planning(
    { name: `greedy${said(priorMean)}`, about: `Follows the best plan for the mean of what is believed before each episode. ${knowing(priorMean)}`, source: 'Duan et al. 2016' },
    (record) => record.believed(),
    priorMean,
  );
}

/** @param bonus what an action that was never taken is believed to give beyond its mean. */
export function explorationBonus(bonus: number): Reference {
  return planning(
    {
      name: `BEB, bonus ${bonus}`,
      about: `Greedy, but an action that was taken n times is believed to give ${bonus} / (1 + n) more. Knows the distribution of tasks.`,
      source: 'Kolter and Ng 2009, replanned before each episode',
    },
    (record) => {
      const model = record.believed();
      return { ...model, means: record.counts.map((count, pair) => model.means[pair] + bonus / (1 + count)) };
    },
  );
}

/** Greedy, but for an action at random with probability `epsilon`. */
export function epsilonGreedyPlan(epsilon: number): Reference {
  return reference(
    { name: `${epsilon}-greedy`, about: `Greedy, but acts at random with probability ${epsilon}.`, source: 'Sutton and Barto 1998, section 2.2' },
    (family) => (_, random) => {
      const greedy = planner(family, random, (record) => record.believed(), trueMean);
      const { actions } = sizesOf(family);
      return {
        ...greedy,
        act(observation) {
          const best = greedy.act(observation);
          return random.uniform() < epsilon ? random.integer(actions) : best;
        },
      };
    },
  );
}

/** The best plan for the task itself. */
export const bestPlan: Reference<Tables> = reference({ name: 'oracle', about: 'Is told the tables, and follows the best plan for them.', source: 'every table needs its ceiling' }, (family) => (task) => {
  const best = plan({ ...sizesOf(family), ...task }, family.horizon);
  return follower(() => best);
});

const said = (priorMean: number): string => (priorMean === trueMean ? '' : `, prior mean ${priorMean}`);
const knowing = (priorMean: number): string => (priorMean === trueMean ? 'Knows the distribution of tasks.' : `Knows the distribution of tasks, but believes mean rewards to be drawn around ${priorMean}.`);

/** Makes its plan anew before each episode, for the model that `model` sees in what was learned so far. */
type ModelOf = (record: MdpRecord, random: Random) => Model;

function planning(words: Pick<Reference, 'name' | 'about' | 'source'>, modelOf: ModelOf, priorMean = trueMean): Reference {
  return reference(words, (family) => (_, random) => planner(family, random, modelOf, priorMean));
}

function planner(family: EnvironmentFamily, random: Random, modelOf: ModelOf, priorMean: number): Player {
  const { states, actions } = sizesOf(family);
  const record = mdpRecord(states, actions, priorMean);
  return {
    ...follower(() => plan(modelOf(record, random), family.horizon)),
    learn: (observation, action, reward, next) => record.learn(observation.indexOf(1), action as number, reward, next.indexOf(1)),
  };
}

/** Follows the plan that is made before each episode. */
function follower(planned: () => Plan): Player {
  let now: Plan;
  let step = 0;
  return {
    begin() {
      now = planned();
      step = 0;
    },
    act: (observation) => now.actions[observation.length * step++ + observation.indexOf(1)],
  };
}

function sizesOf({ observationSpace, actionSpace }: EnvironmentFamily): { readonly states: number; readonly actions: number } {
  if (actionSpace.kind !== 'discrete') throw new TypeError('A tabular MDP has a discrete action space.');
  return { states: observationSpace.size, actions: actionSpace.count };
}
