import type { HostOf } from '../graph/tree.js';
import type { Tensor } from '../graph/tensor.js';
import type { Key } from '../random/index.js';

/**
 * Labelled examples. Rows are padded to a fixed number where it varies from task to task; `mask` is then float32 (N), one
 * for rows that count. A set without `mask` has no padding.
 */
export interface Examples {
  /** float32 (N, ...): the inputs. */
  readonly x: Tensor;
  /** int32 (N) classes or float32 (N, D) values. */
  readonly y: Tensor;
  readonly mask?: Tensor;
}

/**
 * A task to adapt to. `classes`, float32 (W), is one for the classes that the task has and zero for the others that
 * the head could tell apart; absent where every task has as many classes as the head.
 */
export interface Task {
  readonly support: Examples;
  readonly query: Examples;
  readonly classes?: Tensor;
}

/** What of a task there is to adapt to. */
export interface Given extends Pick<Task, 'support' | 'classes'> {
  /** The support sets of inner steps after the first, where each step has one of its own: episodes that were collected with what the step before made. Absent: all see `support`. */
  readonly later?: readonly Examples[];
}

/** Examples on the host. */
export type HostExamples = HostOf<Examples>;

/** A task's data on the host. */
export type HostTask = HostOf<Task>;

/** The part of a family that a task is drawn from. Classes of `test` are never seen in `train`. */
export type Split = 'train' | 'validation' | 'test';

/**
 * What kind of answer a learner gives: one of `ways` classes, measured by how many are right, or, where their probabilities are what counts, by the mean of -log of that of the right one; or `outputs` numbers, whose
 * errors are measured by their squares unless said otherwise.
 */
export type Target = { readonly kind: 'classes'; readonly ways: number; readonly errors?: 'logarithmic' } | { readonly kind: 'values'; readonly outputs: number; readonly errors?: 'absolute' };

/** A distribution of tasks, whose shapes are the same in all, or of a few kinds. */
export interface TaskFamily {
  readonly name: string;
  /** The shape of one input, without the rows. */
  readonly inputShape: readonly number[];
  readonly target: Target;
  /** What was asked of the family, for config.json: ways, shots, queries, files and their sums. */
  readonly description: Readonly<Record<string, unknown>>;
  /** What a user should know of the data before trusting a number, in sentences: the same image in two splits, for example. */
  readonly warnings?: readonly string[];
  /** The task that belongs to `key`; a pure function of split and key. */
  sample(split: Split, key: Key): HostTask;
  /** The kind of the task that belongs to `key`, where a family has tasks of several kinds: what a report is broken down by. */
  kindOf?(split: Split, key: Key): string;
}
