import type { Key } from '../../random/index.js';
import type { Json } from '../../training/index.js';
import type { EnvironmentFamily, Random } from '../environment/index.js';
import { play, type Player } from './play.js';

/** A conventional agent, not learned, that plays the same tasks: what stands in tables beside the learned ones. */
export interface Reference<Task extends Json = Json> {
  readonly name: string;
  /** What it does, and what it knows. */
  readonly about: string;
  readonly source: string;
  /**
   * Plays `episodes` episodes of each task, from which it learns as it goes. `keys[i]` fixes all that is random on `tasks[i]`.
   * @returns the sum of rewards `[task][episode]`.
   */
  play(family: EnvironmentFamily<Task>, tasks: readonly Task[], keys: readonly Key[], episodes: number): Promise<Float64Array[]>;
}

/** What plays one task after another of a family for so many episodes each. */
export type PlayerOf<Task extends Json> = (family: EnvironmentFamily<Task>, episodes: number) => (task: Task, random: Random) => Player;

export function reference<Task extends Json>(said: Pick<Reference, 'name' | 'about' | 'source'>, playerOf: PlayerOf<Task>): Reference<Task> {
  return { ...said, play: (family, tasks, keys, episodes) => play(family, tasks, keys, episodes, playerOf(family, episodes)) };
}
