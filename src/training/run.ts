import type { Json } from './configuration.js';

/** Thrown where a place cannot be made a run, is none, or holds something that would be lost. */
export class RunError extends Error {
  override name = 'RunError';
}

/** Thrown where a file could not be written; what stood there before is untouched. */
export class WriteError extends Error {
  override name = 'WriteError';
}

/** The weights a run keeps: the latest, to resume from, and those that did best on validation tasks. */
export type Weights = 'checkpoint' | 'best';

/**
 * Where a meta-training run keeps what it makes. `createRun` and `openRun` give a folder; meta-training itself knows only this,
 * so it also runs where there are no files.
 */
export interface Run {
  /** The folder, for messages. */
  readonly path: string;
  /** What config.json says: what is needed to build the run again. */
  readonly config: Readonly<Record<string, Json | undefined>>;
  /** Adds or replaces top-level entries of config.json. */
  record(entries: Readonly<Record<string, Json | undefined>>): Promise<void>;
  /** The bytes of the weights, or undefined where there are none yet. */
  read(weights: Weights): Promise<Uint8Array | undefined>;
  /** Replaces the weights, whole or not at all. */
  write(weights: Weights, bytes: Uint8Array): Promise<void>;
  /** Appends whole lines to metrics.jsonl. */
  append(lines: string): Promise<void>;
  /**
   * Drops the lines of metrics.jsonl after `iteration`, and what a killed process left half written. Resolves to the `seconds` of
   * the last line that stays, else 0.
   */
  rewind(iteration: number): Promise<number>;
  /** Keeps other trainings out until what it resolves to is called. @throws RunError where there is one. Absent where there can be no other. */
  hold?(): Promise<() => Promise<void>>;
}

/** Does some training while no other writes to the run. @throws RunError where another does. */
export async function whileHeld<T>(run: Run | undefined, train: () => Promise<T>): Promise<T> {
  const release = await run?.hold?.();
  try {
    return await train();
  } finally {
    await release?.();
  }
}
