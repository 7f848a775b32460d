import { ndarray, type NdArray, type Shape } from '../../graph/index.js';
import { foldIn, split, type Key } from '../../random/index.js';
import { widthOf, type EnvironmentFamily, type Environments } from '../environment/index.js';
import { drawOf, type Distribution } from '../policies/index.js';
import type { Rollout } from '../rollouts/rollout.js';
import type { Senses } from './senses.js';

/** Trials as they went: some episodes of one task, each at once after the other, through which the agent remembers. */
export interface Trials {
  /** Its episodes are whole trials: M tasks, K trials of each, T steps of all episodes. */
  readonly rollout: Rollout;
  /** (M, K, T, I): what the agent was told before each step. */
  readonly told: NdArray;
  /** (M x K x T): what it thought of each step, as its `act` says. */
  readonly values: Float32Array;
  /** Returns of the first, second, ... episodes: `[round][row]`. */
  readonly returns: readonly Float32Array[];
  /** Steps of each episode, `[round][row]`. */
  readonly lengths: readonly Int32Array[];
  /** What was observed at the end of each: `[round]` (rows, O). */
  readonly ends: readonly Float32Array[];
}

export interface TrialOptions {
  readonly family: Pick<EnvironmentFamily, 'observationSpace' | 'actionSpace' | 'horizon'>;
  /** Rows are K trials of the first task, then those of the second, ... */
  readonly environments: Environments;
  readonly distribution: Distribution;
  readonly senses: Senses;
  /** What the agent makes of what it is told, (rows, I), at the next step of all trials: what actions are drawn from (rows, D), and what it thinks the rest is worth (rows). */
  readonly act: (told: NdArray) => Promise<{ readonly parameters: NdArray; readonly values: NdArray }>;
  /** One for each task: it fixes how its episodes begin and all that is drawn in them. */
  readonly keys: readonly Key[];
  /** K. */
  readonly trials: number;
  /** Episodes of a trial. */
  readonly episodes: number;
}

type Float = NdArray & { readonly data: Float32Array };

/**
 * Plays a trial in every row, all at once: one call of the agent a step. An episode that ends is followed at once by the next, until there were as many as asked for; rows that are done before others
 * are padded.
 */
export async function playTrials({ family, environments, distribution, senses, act, keys, trials, episodes }: TrialOptions): Promise<Trials> {
  const tasks = keys.length;
  const rows = tasks * trials;
  const steps = episodes * family.horizon;
  const [observed, acted, said] = [family.observationSpace.size, widthOf(family.actionSpace), distribution.parameters];
  const array = (...shape: Shape): Float => ndarray(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape) as Float;
  const rollout = {
    tasks,
    episodes: trials,
    steps,
    observations: array(tasks, trials, steps, observed),
    last: array(tasks, trials, observed),
    actions: array(tasks, trials, steps, acted),
    behaviour: array(tasks, trials, steps, said),
    rewards: array(tasks, trials, steps),
    mask: array(tasks, trials, steps),
    terminated: array(tasks, trials),
  };
  const told = array(tasks, trials, steps, senses.size);
  const values = new Float32Array(rows * steps);
  const rounds = Array.from({ length: episodes });
  const returns = rounds.map(() => new Float32Array(rows));
  const lengths = rounds.map(() => new Int32Array(rows));
  const ends = rounds.map(() => new Float32Array(rows * observed));

  const keysOf = (row: number, round: number): Key[] => split(foldIn(foldIn(keys[Math.floor(row / trials)], 1 + round), row % trials), 2);
  const begin = (row: number, round: number): Key => {
    const [own, drawing] = keysOf(row, round);
    draws[row] = drawOf(drawing);
    return own;
  };
  const draws = new Array<ReturnType<typeof drawOf>>(rows);
  const round = new Int32Array(rows);
  const now = array(rows, senses.size);
  const actions = new Float32Array(rows * acted);
  const first = environments.reset(Array.from({ length: rows }, (_, row) => begin(row, 0)));
  for (let row = 0; row < rows; row++) senses.see(now.data, row, first, true);
  let left = rows;
  for (let step = 0; step < steps && left > 0; step++) {
    const made = await act(now);
    const [parameters, worth] = [made.parameters.data as Float32Array, made.values.data];
    for (let row = 0; row < rows; row++) {
      if (round[row] === episodes) continue;
      distribution.sample(parameters, row * said, draws[row], actions, row * acted);
      const at = row * steps + step;
      copy(now.data, row, told.data, at, senses.size);
      copy(now.data, row, rollout.observations.data, at, observed, senses.size);
      copy(actions, row, rollout.actions.data, at, acted);
      copy(parameters, row, rollout.behaviour.data, at, said);
      values[at] = worth[row];
    }
    const { observations, rewards, terminated, truncated } = environments.step(actions);
    const ended: number[] = [];
    for (let row = 0; row < rows; row++) {
      const own = round[row];
      if (own === episodes) continue;
      const at = row * steps + step;
      rollout.rewards.data[at] = rewards[row];
      rollout.mask.data[at] = 1;
      returns[own][row] += rewards[row];
      lengths[own][row]++;
      senses.feel(now.data, row, actions, rewards[row]);
      senses.see(now.data, row, observations, false);
      if (!terminated[row] && !truncated[row] && lengths[own][row] < family.horizon) continue;
      copy(observations, row, ends[own], row, observed);
      round[row]++;
      if (round[row] < episodes) ended.push(row);
      else {
        left--;
        rollout.terminated.data[row] = terminated[row];
        copy(observations, row, rollout.last.data, row, observed);
      }
    }
    if (ended.length > 0) {
      const anew = environments.reset(ended.map((row) => begin(row, round[row])), ended);
      for (const row of ended) senses.see(now.data, row, anew, true);
    }
  }
  return { rollout, told, values, returns, lengths, ends };
}

/** Row `from` of an array of rows of `stride`, its first `width` numbers, to row `to` of another. */
function copy(source: Float32Array, from: number, target: Float32Array, to: number, width: number, stride = width): void {
  for (let i = 0; i < width; i++) target[to * width + i] = source[from * stride + i];
}
