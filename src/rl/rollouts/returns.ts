import type { Episode } from '../environment/index.js';
import type { Rollout } from './rollout.js';

/** The sums of rewards of each episode: (M x E). */
export function returnsOf({ tasks, episodes, steps, rewards, mask }: Rollout): Float32Array {
  return Float32Array.from({ length: tasks * episodes }, (_, episode) => {
    let total = 0;
    for (let at = episode * steps; at < (episode + 1) * steps; at++) total += rewards.data[at] * mask.data[at];
    return total;
  });
}

/** The mean return of each task, (M). */
export function taskReturns(rollout: Rollout): Float32Array {
  const returns = returnsOf(rollout);
  return Float32Array.from({ length: rollout.tasks }, (_, task) => {
    let total = 0;
    for (let i = 0; i < rollout.episodes; i++) total += returns[task * rollout.episodes + i];
    return total / rollout.episodes;
  });
}

/** One episode of a task, as far as it went. */
export function episodeAt({ episodes, steps: most, observations, last, actions, rewards, mask }: Rollout, task: number, episode: number): Episode {
  const index = task * episodes + episode;
  let steps = 0;
  while (steps < most && mask.data[index * most + steps] > 0) steps++;
  const [observed, acted] = [observations.shape[3], actions.shape[3]];
  const taken = (data: ArrayLike<number>, width: number): Float32Array => Float32Array.from({ length: steps * width }, (_, i) => data[index * most * width + i]);
  const seen = new Float32Array((steps + 1) * observed);
  seen.set(taken(observations.data, observed));
  for (let i = 0; i < observed; i++) seen[steps * observed + i] = last.data[index * observed + i];
  return { steps, observations: seen, actions: taken(actions.data, acted), rewards: taken(rewards.data, 1) };
}
