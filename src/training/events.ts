import type { ValidationMetric } from './validation.js';

/** What `metaTrain` tells while it works. */
export type TrainingEvent =
  | {
      readonly type: 'start';
      /** Iterations done already, where a run is resumed. */
      readonly iteration: number;
      readonly iterations: number;
      /** Elements of theta. */
      readonly parameters: number;
      readonly metaBatchSize: number;
      readonly chunkSize: number;
      readonly tasksPerCall: number;
      /** Worker processes in use; 0 where this process computes everything. */
      readonly workers: number;
    }
  /** At most about ten a second, and always the last. */
  | {
      readonly type: 'iteration';
      /** Iterations done. */
      readonly iteration: number;
      /** The mean objective since the last of these events. */
      readonly loss: number;
      readonly gradientNorm: number;
      /** Further numbers, means since the last of these events, where what is trained has some. */
      readonly record?: Readonly<Record<string, number>>;
      /** Iterations per second since the start, compilation left out. */
      readonly rate: number;
      readonly secondsLeft: number;
    }
  | {
      readonly type: 'validation';
      readonly iteration: number;
      readonly metric: ValidationMetric;
      /** Over the validation episodes, after all inner steps. */
      readonly mean: number;
      readonly ci95: number;
      /** Whether it is the best so far. */
      readonly best: boolean;
    }
  | { readonly type: 'checkpoint'; readonly iteration: number; readonly path: string }
  /** A worker died and was replaced; what it worked on is computed again. */
  | { readonly type: 'retry'; readonly message: string }
  | { readonly type: 'end'; readonly iteration: number; readonly stopped: 'iterations' | 'time'; readonly seconds: number };

export type OnEvent = (event: TrainingEvent) => void;
