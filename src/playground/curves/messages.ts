import type { TrainingEvent } from '../../training/events.js';
import type { Point } from './points.js';

/** What the page asks of the worker that adapts. */
export type AdaptRequest =
  /** From now on, adapt these weights (.safetensors with params.<path>); without bytes, the shipped ones. */
  | { readonly type: 'learner'; readonly bytes?: Uint8Array }
  | { readonly type: 'adapt'; readonly points: readonly Point[]; readonly rate: number };

/** A network's values after each number of steps, from 0. */
export interface Curves {
  /** On the grid. */
  readonly onGrid: readonly Float32Array[];
  /** At the points. */
  readonly atPoints: readonly Float32Array[];
}

export interface Adapted {
  readonly learned: Curves;
  readonly untrained: Curves;
}

export type AdaptAnswer =
  | { readonly type: 'loading'; readonly loaded: number; readonly total?: number }
  | ({ readonly type: 'adapted' } & Adapted)
  | { readonly type: 'failed'; readonly message: string };

/** What the page asks of the worker that trains: to begin. It is stopped by ending it. */
export interface TrainRequest {
  readonly seed: number;
}

export type TrainAnswer =
  | { readonly type: 'loading'; readonly loaded: number; readonly total?: number }
  | { readonly type: 'event'; readonly event: TrainingEvent }
  /** The weights as they are now, a .safetensors file. */
  | { readonly type: 'weights'; readonly bytes: Uint8Array }
  | { readonly type: 'failed'; readonly message: string };
