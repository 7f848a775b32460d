import { box, discrete, randomOf, type EnvironmentFamily, type Environments, type Random } from '../environment/index.js';
import { banditScene } from './bandit-scene.js';
import { sideBySide } from './side-by-side.js';

export interface BanditOptions {
  /** Default 5. */
  readonly arms?: number;
  /** Pulls of an episode. Default 100. */
  readonly pulls?: number;
}

/** The probability with which each arm gives 1. */
export type BernoulliArms = { readonly probabilities: readonly number[] };

/** The mean of what each arm gives. */
export type GaussianArms = { readonly means: readonly number[] };

/**
 * Bandits whose arms give 1 with a probability of their own, uniform in [0, 1], and else 0 (Duan et al. 2016, section 3.2.1). An action is the number of an arm, an episode `pulls` of
 * them. There is nothing to observe: an agent has to remember what it pulled and what it got.
 * @throws RangeError where `arms` or `pulls` are not whole numbers of at least 1.
 */
export function bernoulliBandit(options: BanditOptions = {}): EnvironmentFamily<BernoulliArms> {
  return {
    ...bandit('bernoulli-bandit', options),
    sampleTask: (key) => ({ probabilities: draws(options, randomOf(key).uniform) }),
    make: (tasks) => pulled(tasks.map(({ probabilities }) => probabilities), (probability, random) => (random.uniform() < probability ? 1 : 0)),
    titleOf: ({ probabilities }) => `arms ${inWords(probabilities)}`,
    tells: { size: armsOf(options), of: ({ probabilities }) => probabilities },
    scene: ({ probabilities }, episode) => banditScene(probabilities, episode),
  };
}

/**
 * Bandits whose arms give normal numbers of the same known deviation, with means from the standard normal distribution.
 * @param options `deviation`, of what an arm gives: a number above 0, default 1.
 * @throws RangeError where `arms` or `pulls` are not whole numbers of at least 1, or `deviation` is not above 0.
 */
export function gaussianBandit({ deviation = 1, ...options }: BanditOptions & { readonly deviation?: number } = {}): EnvironmentFamily<GaussianArms> {
  if (!(deviation > 0 && deviation < Infinity)) throw new RangeError(`The deviation of what an arm gives must be a number above 0, got ${deviation}.`);
  return {
    ...bandit('gaussian-bandit', options, { deviation }),
    sampleTask: (key) => ({ means: draws(options, randomOf(key).normal) }),
    make: (tasks) => pulled(tasks.map(({ means }) => means), (mean, random) => random.normal(mean, deviation)),
    titleOf: ({ means }) => `arms ${inWords(means)}`,
    tells: { size: armsOf(options), of: ({ means }) => means },
    scene: ({ means }, episode) => banditScene(means, episode),
  };
}

function bandit(name: string, options: BanditOptions, more: { readonly deviation?: number } = {}) {
  const { pulls = 100 } = options;
  const arms = armsOf(options);
  if (!Number.isInteger(pulls) || pulls < 1) throw new RangeError(`An episode of a bandit must be a whole number of at least 1 pulls, got ${pulls}.`);
  return { name, observationSpace: box(0, 0), actionSpace: discrete(arms), horizon: pulls, description: { arms, pulls, ...more } };
}

function armsOf({ arms = 5 }: BanditOptions): number {
  if (!Number.isInteger(arms) || arms < 1) throw new RangeError(`A bandit must have a whole number of at least 1 arms, got ${arms}.`);
  return arms;
}

function draws(options: BanditOptions, draw: () => number): number[] {
  return Array.from({ length: armsOf(options) }, () => draw());
}

function pulled(armsOfRows: readonly (readonly number[])[], reward: (arm: number, random: Random) => number): Environments {
  const randoms = new Array<Random>(armsOfRows.length);
  return sideBySide(armsOfRows.length, {
    widths: { observation: 1, action: 1 },
    begin(row, key) {
      randoms[row] = randomOf(key);
    },
    step(actions, { rewards }) {
      for (let row = 0; row < armsOfRows.length; row++) rewards[row] = reward(armsOfRows[row][actions[row]], randoms[row]);
    },
    observe() {},
  });
}

function inWords(numbers: readonly number[]): string {
  return numbers.map((number) => number.toFixed(2)).join(', ');
}
