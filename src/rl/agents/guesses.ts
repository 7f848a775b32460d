import { ndarray, type HostOf, type NdArray, type Tensor } from '../../graph/index.js';
import { foldIn, generatorOf, normal, split, uniformOf, type Key } from '../../random/index.js';
import { learnerKey } from '../../training/streams.js';
import { lengthOf } from '../rollouts/advantages.js';
import type { Trials } from './trial-record.js';

/** What is drawn to guess from beliefs what K tasks are, C times in each trial. */
export interface Guesses {
  /** (K, C, T): a one at the step whose belief is guessed from, among zeros. */
  readonly moments: Tensor;
  /** (K, C, L): standard normal. */
  readonly noise: Tensor;
}

/** Draws for `count` guesses of L = `latent` numbers in each trial, at steps that were taken, each as likely as another; with a leading axis of tasks. @param keys one for each task. */
export function guessesFor({ rollout }: Trials, keys: readonly Key[], count: number, latent: number): HostOf<Guesses> {
  const { tasks, episodes: trials, steps } = rollout;
  const moments = new Float32Array(tasks * trials * count * steps);
  const noise = new Float32Array(tasks * trials * count * latent);
  for (let row = 0; row < tasks * trials; row++) {
    const [when, what] = split(foldIn(learnerKey(keys[Math.floor(row / trials)]), row % trials), 2);
    const generator = generatorOf(when);
    const length = lengthOf(rollout, row);
    for (let i = row * count; i < (row + 1) * count; i++) moments[i * steps + Math.floor(uniformOf(generator) * length)] = 1;
    noise.set(normal(what, [count, latent]).data, row * count * latent);
  }
  const like = (data: Float32Array, width: number): NdArray => ndarray(data, [tasks, trials, count, width]);
  return { moments: like(moments, steps), noise: like(noise, latent) };
}
