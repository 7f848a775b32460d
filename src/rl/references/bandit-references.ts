import type { Json } from '../../training/index.js';
import type { EnvironmentFamily, Random } from '../environment/index.js';
import type { BernoulliArms, GaussianArms } from '../environments/index.js';
import { armPlayer, type ArmRecord } from './arm-player.js';
import { bernoulliBelief, gaussianBelief, type Belief } from './beliefs.js';
import { gittinsIndex } from './gittins.js';
import { reference, type Reference } from './reference.js';

/** Pulls that the table of Gittins indices is made for at most: its memory grows with their cube. */
export const mostGittinsPulls = 200;

/** Thompson sampling: an arm as often as it is believed to be the best. */
export function thompson(beliefOf: BeliefOf): Reference {
  return scored(
    { name: 'Thompson sampling', about: 'Draws each arm\'s mean from what is believed of it, and pulls the arm with the highest draw. Knows the distribution of tasks.', source: 'Thompson 1933' },
    (family, random) => {
      const belief = beliefOf(family);
      return ({ count, sum }) => belief.sample(count, sum, random);
    },
  );
}

/** Optimistic Thompson sampling: no draw counts for less than what is believed on average. */
export function optimisticThompson(beliefOf: BeliefOf): Reference {
  return scored(
    { name: 'optimistic Thompson', about: 'Thompson sampling in which a draw below the believed mean is lifted to it.', source: 'May et al. 2012' },
    (family, random) => {
      const belief = beliefOf(family);
      return ({ count, sum }) => Math.max(belief.mean(count, sum), belief.sample(count, sum, random));
    },
  );
}

/** @param width what the bonus is multiplied by: 1 is the bound of Auer et al. for rewards in [0, 1], less explores less. */
export function ucb1(width: number): Reference {
  return scored(
    { name: `UCB1, width ${width}`, about: `Pulls the arm with the highest mean so far + ${width} sqrt(2 ln t / n), each once to begin with. Knows nothing of the tasks.`, source: 'Auer et al. 2002' },
    () =>
      ({ count, sum, pulled }) =>
        count === 0 ? Infinity : sum / count + width * Math.sqrt((2 * Math.log(pulled)) / count),
  );
}

/**
 * UCB1 that starts from what is believed, as if the prior had been pulled too.
 * @param width as of `ucb1`. Duan et al. 2016 chose theirs for the task, and 0.2 gives what they report.
 */
export function ucbOnBelief(beliefOf: BeliefOf, width: number): Reference {
  return scored(
    { name: `UCB on the posterior, width ${width}`, about: `Pulls the arm with the highest believed mean + ${width} sqrt(2 ln t / n), pulls that the prior is worth included. Knows the distribution of tasks.`, source: 'Duan et al. 2016' },
    (family) => {
      const { prior, mean } = beliefOf(family);
      return ({ count, sum, pulled }) => mean(count, sum) + width * Math.sqrt((2 * Math.log(1 + pulled)) / (prior + count));
    },
  );
}

/** The arm that is believed to be the best, always. */
export function greedyArm(beliefOf: BeliefOf): Reference {
  return scored({ name: 'greedy', about: 'Pulls the arm with the highest believed mean. Knows the distribution of tasks.', source: 'Duan et al. 2016' }, (family) => {
    const belief = beliefOf(family);
    return ({ count, sum }) => belief.mean(count, sum);
  });
}

/** Greedy, but for a pull at random with probability `epsilon`. */
export function epsilonGreedyArm(beliefOf: BeliefOf, epsilon: number): Reference {
  return reference(
    { name: `${epsilon}-greedy`, about: `Greedy, but pulls an arm at random with probability ${epsilon}.`, source: 'Sutton and Barto 1998, section 2.2' },
    (family) => {
      const belief = beliefOf(family);
      return (_, random) => {
        const greedy = armPlayer(armsOf(family), random, ({ count, sum }) => belief.mean(count, sum));
        return { ...greedy, act: (observation) => (random.uniform() < epsilon ? random.integer(armsOf(family)) : greedy.act(observation)) };
      };
    },
  );
}

/** The finite-horizon Gittins index, of Bernoulli arms. */
export const gittins: Reference = reference(
  { name: 'Gittins', about: 'Pulls the arm with the highest Gittins index for the pulls that are left. Knows the distribution of tasks and how many pulls there are.', source: 'Gittins 1979, finite-horizon form' },
  (family, episodes) => {
    const pulls = family.horizon * episodes;
    if (pulls > mostGittinsPulls) {
      throw new RangeError(`Gittins indices are worked out for at most ${mostGittinsPulls} pulls in all, as their table grows with the cube; got ${episodes} episodes of ${family.horizon}.`);
    }
    const index = gittinsIndex(pulls);
    return (_, random) => armPlayer(armsOf(family), random, ({ count, sum, pulled }) => index(sum, count - sum, pulls - pulled));
  },
);

/** The best arm, always. */
export const bestArm: Reference<BernoulliArms | GaussianArms> = reference({ name: 'oracle', about: 'Is told the arms, and pulls the best.', source: 'every table needs its ceiling' }, () => (task) => {
  const means = 'means' in task ? task.means : task.probabilities;
  const best = means.indexOf(Math.max(...means));
  return { act: () => best };
});

/** What can be believed of the arms of a family. */
export type BeliefOf = (family: EnvironmentFamily) => Belief;

export const beliefInBernoulli: BeliefOf = () => bernoulliBelief;
export const beliefInGaussian: BeliefOf = ({ description }) => gaussianBelief(Number(description.deviation));

function scored(said: Pick<Reference, 'name' | 'about' | 'source'>, scoreOf: (family: EnvironmentFamily, random: Random) => (record: ArmRecord) => number): Reference {
  return reference<Json>(said, (family) => (_, random) => armPlayer(armsOf(family), random, scoreOf(family, random)));
}

function armsOf({ actionSpace }: EnvironmentFamily): number {
  if (actionSpace.kind !== 'discrete') throw new TypeError('A bandit has a discrete action space, one choice for each arm.');
  return actionSpace.count;
}
