import { box, discrete, randomOf, type EnvironmentFamily, type Environments, type Random } from '../environment/index.js';
import { horizonOf } from './horizon.js';
import { sideBySide } from './side-by-side.js';
import { tabularScene } from './tabular-scene.js';

export interface TabularOptions {
  /** Default 10. */
  readonly states?: number;
  /** Default 5. */
  readonly actions?: number;
  /** Steps of an episode. Default 10. */
  readonly horizon?: number;
}

/** A Markov decision process of S states and A actions in tables. */
export type Tables = {
  /** (S, A), one row after another: the mean reward of an action in a state. */
  readonly means: readonly number[];
  /** (S, A, S): the probability of each next state. */
  readonly transitions: readonly number[];
};

/**
 * Random Markov decision processes (Duan et al. 2016, section 3.2.2): the next states of an action in a state are drawn from the flat Dirichlet distribution, mean rewards from Normal(1, 1), and
 * what is got is the mean and standard normal noise. An episode begins in state 0. Observed is the state, a one among zeros.
 * @throws RangeError where a size is not a whole number of at least 1.
 */
export function tabularMdp({ states = 10, actions = 5, horizon = 10 }: TabularOptions = {}): EnvironmentFamily<Tables> {
  for (const [name, count] of Object.entries({ states, actions })) {
    if (!Number.isInteger(count) || count < 1) throw new RangeError(`A tabular MDP must have a whole number of at least 1 ${name}, got ${count}.`);
  }
  const pairs = states * actions;
  return {
    name: 'tabular-mdp',
    observationSpace: box(0, 1, states),
    actionSpace: discrete(actions),
    horizon: horizonOf(horizon),
    description: { states, actions, horizon },
    sampleTask(key) {
      const random = randomOf(key);
      const means = Array.from({ length: pairs }, () => random.normal(1, 1));
      return { means, transitions: means.flatMap(() => flatDirichlet(states, random)) };
    },
    make: (tasks) => walked(tasks, states, actions),
    titleOf: ({ means }) => `best mean reward ${Math.max(...means).toFixed(2)}, of state 0 ${Math.max(...means.slice(0, actions)).toFixed(2)}`,
    tells: { size: pairs * (1 + states), of: ({ means, transitions }) => [...means, ...transitions] },
    scene: (_, episode) => tabularScene(states, episode),
  };
}

/** Every distribution over `count` outcomes as likely: exponential draws, each as a part of their sum. */
function flatDirichlet(count: number, random: Random): number[] {
  const draws = Array.from({ length: count }, () => -Math.log(1 - random.uniform()));
  const sum = draws.reduce((total, draw) => total + draw, 0);
  // One outcome alone is certain, also where its draw is zero.
  return sum > 0 ? draws.map((draw) => draw / sum) : draws.map(() => 1 / count);
}

function walked(tasks: readonly Tables[], states: number, actions: number): Environments {
  const rows = tasks.length;
  const pairs = states * actions;
  const means = Float64Array.from(tasks.flatMap((task) => task.means));
  const upTo = new Float64Array(rows * pairs * states);
  tasks.forEach(({ transitions }, row) => upTo.set(cumulated(transitions, states), row * pairs * states));
  const place = new Int32Array(rows);
  const randoms = new Array<Random>(rows);
  return sideBySide(rows, {
    widths: { observation: states, action: 1 },
    begin(row, key) {
      place[row] = 0;
      randoms[row] = randomOf(key);
    },
    step(chosen, { rewards }) {
      for (let row = 0; row < rows; row++) {
        const pair = row * pairs + place[row] * actions + chosen[row];
        rewards[row] = randoms[row].normal(means[pair], 1);
        const draw = randoms[row].uniform();
        let next = 0;
        while (next < states - 1 && draw >= upTo[pair * states + next]) next++;
        place[row] = next;
      }
    },
    observe(observations) {
      observations.fill(0);
      for (let row = 0; row < rows; row++) observations[row * states + place[row]] = 1;
    },
  });
}

/** The sums of probabilities up to each outcome, for each distribution over `count` of them. */
function cumulated(probabilities: readonly number[], count: number): Float64Array {
  const sums = Float64Array.from(probabilities);
  for (let i = 0; i < sums.length; i++) if (i % count > 0) sums[i] += sums[i - 1];
  return sums;
}
