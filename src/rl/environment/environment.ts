import type { Key } from '../../random/index.js';
import type { Json } from '../../training/index.js';
import type { Scene } from './scene.js';
import type { Box, Space } from './space.js';

/** What one step made of every row. The arrays belong to the environments, which write to them again at the next step. */
export interface Stepped {
  /** (rows, O): after the step; of a row that has ended, the last one of its episode. */
  readonly observations: Float32Array;
  /** (rows). */
  readonly rewards: Float32Array;
  /** (rows): one where the episode came to an end of its own: a goal, a fall. What follows is worth nothing. */
  readonly terminated: Uint8Array;
  /** (rows): one where the episode was cut off, and would have gone on. The horizon of the family is kept by who steps, not here. */
  readonly truncated: Uint8Array;
}

/**
 * Environments side by side, one a row, over typed arrays; otherwise the conventions of Gymnasium. Nothing is begun anew by itself: a row that has ended
 * may be stepped on, and what it then gives is not looked at.
 */
export interface Environments {
  readonly rows: number;
  /**
   * Begins episodes: `keys[i]` fixes all that is random in the episode of row `which[i]`; of all rows where `which` is absent.
   * Gives the observations (rows, O) of all rows, in an array that is written to again by `step`.
   */
  reset(keys: readonly Key[], which?: readonly number[]): Float32Array;
  /** One step of every row. `actions`: (rows, A) numbers, beyond their bounds too, which are then clipped; or the number of a choice for each row. */
  step(actions: Float32Array): Stepped;
  /** Frees what they hold outside of JavaScript. */
  close?(): void;
}

/** Environments that may take their time to answer, as a machine does that moves. */
export interface AwaitedEnvironments {
  reset(...args: Parameters<Environments['reset']>): Float32Array | Promise<Float32Array>;
  step(...args: Parameters<Environments['step']>): Stepped | Promise<Stepped>;
}

/** A recorded episode, as far as it went. */
export interface Episode {
  readonly steps: number;
  /** (steps + 1, O). */
  readonly observations: Float32Array;
  /** (steps, A). */
  readonly actions: Float32Array;
  /** (steps). */
  readonly rewards: Float32Array;
}

/** A distribution of environments that differ in what has to be learned: the distribution of tasks. `Task` says what one of them is, in JSON. */
export interface EnvironmentFamily<Task extends Json = Json> {
  readonly name: string;
  readonly observationSpace: Box;
  readonly actionSpace: Space;
  /** Steps after which an episode is cut off, a whole number of at least 1. */
  readonly horizon: number;
  /** What was asked of the family, for config.json. */
  readonly description: Readonly<Record<string, Json>>;
  /** The task that belongs to `key`; a pure function. */
  sampleTask(key: Key): Task;
  /** Environments side by side, row i one of `tasks[i]`. */
  make(tasks: readonly Task[]): Environments | Promise<Environments>;
  /** The kind of a task, where there are a few: what a report is broken down by. */
  kindOf?(task: Task): string;
  /** A task in a few words: `goal (0.3, -0.2)`. */
  titleOf?(task: Task): string;
  /** What tells a task: `size` numbers, which an oracle sees beside its observations. */
  readonly tells?: { readonly size: number; of(task: Task): readonly number[] };
  /** How an episode looks. Absent: its rewards are drawn. */
  scene?(task: Task, episode: Episode): Scene;
}
