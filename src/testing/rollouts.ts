import type { NdArray } from '../graph/index.js';
import type { Rollout } from '../rl/rollouts/rollout.js';

/** One episode, as it went. */
export interface EpisodeParts {
  readonly rewards: readonly number[];
  /** One more than there are rewards. Default: a single zero each. */
  readonly observations?: readonly (readonly number[])[];
  /** Default: cut off. */
  readonly terminated?: boolean;
}

/** A rollout of episodes that are written down, `[task][episode]`, padded to `steps`. What is padded is 99, so that it shows where it counts. */
export function rolloutOf(tasks: readonly (readonly EpisodeParts[])[], steps: number): Rollout {
  const [episodes, size] = [tasks[0].length, tasks[0][0].observations?.[0].length ?? 1];
  const all = tasks.flat();
  const array = (shape: readonly number[], values: readonly number[]): NdArray => ({ data: Float32Array.from(values), shape, dtype: 'float32' });
  const each = (of: (episode: EpisodeParts, step: number) => readonly number[]): number[] => all.flatMap((episode) => Array.from({ length: steps }, (_, step) => of(episode, step)).flat());
  const padding = new Array<number>(size).fill(99);
  const seen = ({ observations, rewards }: EpisodeParts, step: number): readonly number[] => observations?.[step] ?? (step <= rewards.length ? new Array<number>(size).fill(0) : padding);
  const leading = [tasks.length, episodes];
  return {
    tasks: tasks.length,
    episodes,
    steps,
    observations: array([...leading, steps, size], each((episode, step) => (step < episode.rewards.length ? seen(episode, step) : padding))),
    last: array([...leading, size], all.flatMap((episode) => seen(episode, episode.rewards.length))),
    actions: array([...leading, steps, 1], each(() => [0])),
    behaviour: array([...leading, steps, 1], each(() => [0])),
    rewards: array([...leading, steps], each(({ rewards }, step) => [rewards[step] ?? 99])),
    mask: array([...leading, steps], each(({ rewards }, step) => [step < rewards.length ? 1 : 0])),
    terminated: array(leading, all.map(({ terminated = false }) => (terminated ? 1 : 0))),
  };
}
