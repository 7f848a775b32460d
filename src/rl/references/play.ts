import { foldIn, type Key } from '../../random/index.js';
import type { Json } from '../../training/index.js';
import { checked, randomOf, widthOf, type EnvironmentFamily, type Random } from '../environment/index.js';

/** Who plays one task, and remembers what it wants to from episode to episode. */
export interface Player {
  /** An episode begins. */
  begin?(): void;
  /** What is done on an observation (O), which is not to be kept: the number of a choice, or A numbers. */
  act(observation: Float32Array): number | readonly number[];
  /** What came of it. */
  learn?(observation: Float32Array, action: number | readonly number[], reward: number, next: Float32Array): void;
}

/** A stream of its own beside those of the episodes. */
const playerStream = 0x706c6179;

/**
 * Plays tasks side by side, each with a player of its own.
 * @returns the sums of rewards `[task][episode]`.
 * @throws RangeError where there are not as many keys as tasks, or `episodes` is not a whole number of at least 1.
 */
export async function play<Task extends Json>(
  family: EnvironmentFamily<Task>,
  tasks: readonly Task[],
  keys: readonly Key[],
  episodes: number,
  playerOf: (task: Task, random: Random) => Player,
): Promise<Float64Array[]> {
  if (keys.length !== tasks.length) throw new RangeError(`To play ${tasks.length} tasks takes a key for each, got ${keys.length}.`);
  if (!Number.isInteger(episodes) || episodes < 1) throw new RangeError(`The episodes to play must be a whole number of at least 1, got ${episodes}.`);
  const players = tasks.map((task, i) => playerOf(task, randomOf(foldIn(keys[i], playerStream))));
  const returns = tasks.map(() => new Float64Array(episodes));
  const environments = await checked(family).make(tasks);
  const [seen, done] = [family.observationSpace.size, widthOf(family.actionSpace)];
  const actions = new Float32Array(tasks.length * done);
  const before = new Float32Array(tasks.length * seen);
  const rowOf = (observations: Float32Array, row: number): Float32Array => observations.subarray(row * seen, (row + 1) * seen);

  const playEpisode = (episode: number): void => {
    before.set(environments.reset(keys.map((key) => foldIn(foldIn(key, 1 + episode), 0))));
    for (const player of players) player.begin?.();
    let playing = players.map((_, row) => row);
    for (let step = 0; step < family.horizon && playing.length > 0; step++) {
      const acts = new Map(playing.map((row) => [row, players[row].act(rowOf(before, row))]));
      for (const [row, action] of acts) actions.set(typeof action === 'number' ? [action] : action, row * done);
      const { observations, rewards, terminated, truncated } = environments.step(actions);
      for (const [row, action] of acts) {
        returns[row][episode] += rewards[row];
        players[row].learn?.(rowOf(before, row), action, rewards[row], rowOf(observations, row));
      }
      before.set(observations);
      playing = playing.filter((row) => !terminated[row] && !truncated[row]);
    }
  };

  try {
    for (let episode = 0; episode < episodes; episode++) playEpisode(episode);
  } finally {
    environments.close?.();
  }
  return returns;
}
