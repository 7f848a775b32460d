import { ndarray, type NdArray } from '../../graph/index.js';
import { foldIn, type Key } from '../../random/index.js';
import { nav2d } from '../../rl/environments/nav2d.js';
import { gaussian } from '../../rl/policies/gaussian.js';
import { generalisedAdvantages, standardised } from '../../rl/rollouts/advantages.js';
import { examplesOf } from '../../rl/rollouts/examples.js';
import { linearBaseline } from '../../rl/rollouts/linear-baseline.js';
import { episodeAt, returnsOf } from '../../rl/rollouts/returns.js';
import { rollOut } from '../../rl/rollouts/roll-out.js';
import type { Rollout } from '../../rl/rollouts/rollout.js';
import { trailOf } from '../../rl/environments/plane.js';
import type { AdaptedModel, Inputs, Model } from '../../web/index.js';

export type Goal = { readonly x: number; readonly y: number };

/** One round: a few episodes with one policy. */
export interface Round {
  /** Inner steps that were done before. */
  readonly step: number;
  /** The mean return. */
  readonly mean: number;
  /** Of each episode, where the point was from step to step. */
  readonly trails: readonly (readonly (readonly [number, number])[])[];
}

const environment = nav2d();
const distribution = gaussian(2);

/**
 * What an agent does on a goal that it does not see: episodes, an inner step on them, and so on. Rounds are told as they come.
 * @param episodes of each round: a whole number of at least 2, at most those of the model.
 */
export async function* play(model: Model, goal: Goal, episodes: number, key: Key, signal: AbortSignal): AsyncGenerator<Round> {
  const { learns, programs } = model.card;
  if (learns.kind !== 'policy') throw new Error(`"${model.card.title}" is no policy.`);
  const most = Math.max(...programs.map(({ steps }) => steps));
  const rounds: Rollout[] = [];
  for (let step = 0; step <= most; step++) {
    const policy = await adapted(model, rounds, learns, signal);
    const rollout = await roll(policy, goal, episodes, foldIn(key, step));
    signal.throwIfAborted();
    rounds.push(rollout);
    const returns = returnsOf(rollout);
    yield { step, mean: returns.reduce((sum, value) => sum + value, 0) / episodes, trails: Array.from({ length: episodes }, (_, episode) => trailOf(episodeAt(rollout, 0, episode))) };
  }
}

/** The policy after an inner step on each of these rounds. Without any it is told of no experience, and stays as it is. */
function adapted(model: Model, rounds: readonly Rollout[], { discount, lambda }: { readonly discount: number; readonly lambda: number }, signal: AbortSignal): Promise<AdaptedModel> {
  if (rounds.length === 0) return model.adapt({ x: [], y: [] }, { steps: 1, signal });
  const support: Record<string, ArrayLike<number>> = {};
  rounds.forEach((rollout, i) => {
    const advantages = standardised(generalisedAdvantages(rollout, linearBaseline(rollout, { discount }), { discount, lambda }), rollout.mask);
    const { x, y, mask } = examplesOf(rollout, advantages);
    const names = i === 0 ? ['x', 'y', 'mask'] : [`x${i}`, `y${i}`, `mask${i}`];
    [x, y, mask].forEach((array, j) => (support[names[j]] = array!.data as Float32Array));
  });
  return model.adapt(support as Inputs, { steps: rounds.length, signal });
}

async function roll(policy: AdaptedModel, goal: Goal, episodes: number, key: Key): Promise<Rollout> {
  const environments = await environment.make(new Array<Goal>(episodes).fill(goal));
  const act = async (observations: NdArray): Promise<NdArray> => ndarray((await policy.predict({ x: observations.data as Float32Array })).parameters, [1, episodes, distribution.parameters]);
  return rollOut({ family: environment, environments, distribution, act, keys: [key], episodes });
}
