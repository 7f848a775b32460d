import { foldIn, key } from '../random/index.js';
import type { Environments, EnvironmentFamily, Episode } from '../rl/environment/index.js';
import type { Json } from '../training/index.js';

/** `count` keys, always the same for a seed. */
export const keysOf = (seed: number, count: number) => Array.from({ length: count }, (_, i) => foldIn(key(seed), i));

/** `count` tasks of a family, always the same for a seed. */
export const tasksOf = <Task extends Json>(family: EnvironmentFamily<Task>, seed: number, count: number): Task[] => keysOf(seed, count).map((own) => family.sampleTask(own));

/** An episode of the first row: what it saw, did and got, until its end or after `actions`, (steps, A). All other rows do the same. */
export function playedBy(environments: Environments, actions: readonly (readonly number[])[], seed = 1): Episode {
  const { rows } = environments;
  const seen = environments.reset(keysOf(seed, rows));
  const width = seen.length / rows;
  const observations = [...seen.subarray(0, width)];
  const rewards: number[] = [];
  for (const action of actions) {
    const stepped = environments.step(Float32Array.from(new Array<readonly number[]>(rows).fill(action).flat()));
    observations.push(...stepped.observations.subarray(0, width));
    rewards.push(stepped.rewards[0]);
    if (stepped.terminated[0] || stepped.truncated[0]) break;
  }
  const steps = rewards.length;
  return { steps, observations: Float32Array.from(observations), actions: Float32Array.from(actions.slice(0, steps).flat()), rewards: Float32Array.from(rewards) };
}
