import { ndarray, type NdArray, type Shape } from '../../graph/index.js';
import { foldIn, split, type Key } from '../../random/index.js';
import { widthOf, type AwaitedEnvironments, type EnvironmentFamily } from '../environment/index.js';
import { drawOf, type Distribution } from '../policies/index.js';
import type { Rollout } from './rollout.js';

/** What a policy makes of observations (M, E, O): the parameters of its actions (M, E, D). */
export type Act = (observations: NdArray) => Promise<NdArray>;

export interface RollOutOptions {
  readonly family: Pick<EnvironmentFamily, 'observationSpace' | 'actionSpace' | 'horizon'>;
  /** Rows are E episodes of the first task, then those of the second, ... */
  readonly environments: AwaitedEnvironments;
  readonly distribution: Distribution;
  readonly act: Act;
  /** One for each task: it fixes how its episodes begin and all that is drawn in them. */
  readonly keys: readonly Key[];
  /** E. */
  readonly episodes: number;
}

/** Plays an episode in every row, all at once: one call of the policy a step. */
export async function rollOut({ family, environments, distribution, act, keys, episodes }: RollOutOptions): Promise<Rollout> {
  const tasks = keys.length;
  const rows = tasks * episodes;
  const steps = family.horizon;
  const [observed, acted, said] = [family.observationSpace.size, widthOf(family.actionSpace), distribution.parameters];
  const rowKeys = keys.flatMap((key) => Array.from({ length: episodes }, (_, episode) => split(foldIn(key, episode), 2)));
  const draws = rowKeys.map(([, own]) => drawOf(own));
  const array = (...shape: Shape): NdArray & { readonly data: Float32Array } => ndarray(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape) as NdArray & { data: Float32Array };
  const rollout = {
    tasks,
    episodes,
    steps,
    observations: array(tasks, episodes, steps, observed),
    last: array(tasks, episodes, observed),
    actions: array(tasks, episodes, steps, acted),
    behaviour: array(tasks, episodes, steps, said),
    rewards: array(tasks, episodes, steps),
    mask: array(tasks, episodes, steps),
    terminated: array(tasks, episodes),
  };
  const running = new Uint8Array(rows).fill(1);
  let left = rows;
  const now = array(tasks, episodes, observed);
  const actions = new Float32Array(rows * acted);
  now.data.set(await environments.reset(rowKeys.map(([own]) => own)));
  for (let step = 0; step < steps && left > 0; step++) {
    const parameters = (await act(now)).data as Float32Array;
    for (let row = 0; row < rows; row++) {
      if (!running[row]) continue;
      distribution.sample(parameters, row * said, draws[row], actions, row * acted);
      const at = row * steps + step;
      copy(now.data, row, rollout.observations.data, at, observed);
      copy(actions, row, rollout.actions.data, at, acted);
      copy(parameters, row, rollout.behaviour.data, at, said);
    }
    const { observations, rewards, terminated, truncated } = await environments.step(actions);
    for (let row = 0; row < rows; row++) {
      if (!running[row]) continue;
      const at = row * steps + step;
      rollout.rewards.data[at] = rewards[row];
      rollout.mask.data[at] = 1;
      if (!terminated[row] && !truncated[row] && step < steps - 1) continue;
      running[row] = 0;
      left--;
      rollout.terminated.data[row] = terminated[row];
      copy(observations, row, rollout.last.data, row, observed);
    }
    now.data.set(observations);
  }
  return rollout;
}

/** Row `from` of an array of rows of `width` to row `to` of another. */
function copy(source: Float32Array, from: number, target: Float32Array, to: number, width: number): void {
  for (let i = 0; i < width; i++) target[to * width + i] = source[from * width + i];
}
