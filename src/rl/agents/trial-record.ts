import { ndarray, sizeOf, type NdArray, type Shape } from '../../graph/index.js';
import { widthOf, type EnvironmentFamily } from '../environment/index.js';
import type { Distribution } from '../policies/index.js';
import type { Rollout } from '../rollouts/rollout.js';
import type { Senses } from './senses.js';

/** Trials as they went: some episodes of one task, one at once after the other, through which the agent remembers. */
export interface Trials {
  /** Its episodes are whole trials: M tasks, K trials of each, T steps of all their episodes. */
  readonly rollout: Rollout;
  /** (M, K, T, I): what the agent was told before each step. */
  readonly told: NdArray;
  /** (M x K x T): what the agent thought that the rest of the trial was worth, in its own unit. */
  readonly values: Float32Array;
  /** Returns of the first, second, ... episodes, `[round][row]`. */
  readonly returns: readonly Float32Array[];
  /** Steps of each, `[round][row]`. */
  readonly lengths: readonly Int32Array[];
  /** What was observed at the end of each: `[round]` (rows, O). */
  readonly ends: readonly Float32Array[];
}

export interface TrialSizes {
  readonly family: Pick<EnvironmentFamily, 'observationSpace' | 'actionSpace' | 'horizon'>;
  readonly distribution: Distribution;
  readonly senses: Senses;
  readonly tasks: number;
  readonly trials: number;
  readonly episodes: number;
}

/** A record of trials, of zeros at first. */
export function trialRecord({ family, distribution, senses, tasks, trials, episodes }: TrialSizes) {
  const [observed, acted, said] = [family.observationSpace.size, widthOf(family.actionSpace), distribution.parameters];
  const rows = tasks * trials;
  const steps = episodes * family.horizon;
  const each = (...shape: Shape) => arrayOf([tasks, trials, ...shape]);
  const rollout = {
    tasks,
    episodes: trials,
    steps,
    observations: each(steps, observed),
    last: each(observed),
    actions: each(steps, acted),
    behaviour: each(steps, said),
    rewards: each(steps),
    mask: each(steps),
    terminated: each(),
  };
  const told = each(steps, senses.size);
  const values = new Float32Array(rows * steps);
  const rounds = Array.from({ length: episodes });
  const returns = rounds.map(() => new Float32Array(rows));
  const lengths = rounds.map(() => new Int32Array(rows));
  const ends = rounds.map(() => new Float32Array(rows * observed));
  return {
    trials: { rollout, told, values, returns, lengths, ends } as Trials,
    /** What a row was told before a step, what its action was drawn from, the action, and what the rest seemed worth. */
    act(row: number, step: number, heard: Float32Array, parameters: Float32Array, actions: Float32Array, value: number): void {
      const at = row * steps + step;
      copy(heard, row, told.data, at, senses.size);
      copy(heard, row, rollout.observations.data, at, observed, senses.size);
      copy(parameters, row, rollout.behaviour.data, at, said);
      copy(actions, row, rollout.actions.data, at, acted);
      values[at] = value;
    },
    /** What came of the step, in an episode of which it makes the number of steps that is answered. */
    earn(row: number, step: number, round: number, reward: number): number {
      const at = row * steps + step;
      rollout.rewards.data[at] = reward;
      rollout.mask.data[at] = 1;
      returns[round][row] += reward;
      return ++lengths[round][row];
    },
    /** That the episode of a round is over. */
    end(row: number, round: number, observations: Float32Array, terminated: number): void {
      copy(observations, row, ends[round], row, observed);
      copy(observations, row, rollout.last.data, row, observed);
      rollout.terminated.data[row] = terminated;
    },
  };
}

function arrayOf(shape: Shape): NdArray & { readonly data: Float32Array } {
  return ndarray(new Float32Array(sizeOf(shape)), shape) as NdArray & { readonly data: Float32Array };
}

/** The first `width` numbers of row `from`, of rows of `stride`, to row `to` of rows of `width`. */
function copy(source: Float32Array, from: number, target: Float32Array, to: number, width: number, stride = width): void {
  for (let i = 0; i < width; i++) target[to * width + i] = source[from * stride + i];
}
