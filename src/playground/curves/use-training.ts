import { useEffect, useRef, useState } from 'preact/hooks';
import type { TrainAnswer } from './messages.js';

export interface Training {
  readonly state: 'none' | 'loading' | 'running' | 'stopped' | 'done' | 'failed';
  /** From 0 to 1. */
  readonly progress: number;
  readonly iteration: number;
  readonly iterations: number;
  readonly seconds: number;
  readonly losses: readonly { readonly iteration: number; readonly loss: number }[];
  /** After one step from five points, over unseen sine waves. */
  readonly errors: readonly { readonly iteration: number; readonly mean: number; readonly ci95: number }[];
  /** The latest weights, a .safetensors file. */
  readonly bytes?: Uint8Array;
  readonly failure?: string;
}

const fresh: Training = { state: 'none', progress: 0, iteration: 0, iterations: 0, seconds: 0, losses: [], errors: [] };

/** A meta-training in a worker of this page. What was learned when it is stopped stays. */
export function useTraining(): Training & { readonly start: () => void; readonly stop: () => void } {
  const [training, setTraining] = useState(fresh);
  const worker = useRef<Worker>(null);
  const seeds = useRef(0);
  const end = () => worker.current?.terminate();
  useEffect(() => end, []);

  const start = () => {
    end();
    setTraining({ ...fresh, state: 'loading' });
    const started = performance.now();
    const seconds = () => (performance.now() - started) / 1000;
    worker.current = new Worker(new URL('./train-worker.js', import.meta.url), { type: 'module' });
    worker.current.addEventListener('message', ({ data }: MessageEvent<TrainAnswer>) => setTraining((before) => ({ ...after(before, data), seconds: seconds() })));
    worker.current.addEventListener('error', () => setTraining((before) => ({ ...before, state: 'failed', failure: 'The part of this page that trains could not start. Load the page again.' })));
    worker.current.postMessage({ seed: ++seeds.current });
  };
  const stop = () => {
    end();
    // Before there are weights, nothing was learned.
    setTraining((before) => (before.bytes ? { ...before, state: 'stopped' } : fresh));
  };
  return { ...training, start, stop };
}

function after(before: Training, answer: TrainAnswer): Training {
  switch (answer.type) {
    case 'loading':
      return { ...before, progress: answer.total ? answer.loaded / answer.total : 0 };
    case 'weights':
      return { ...before, bytes: answer.bytes };
    case 'failed':
      return { ...before, state: 'failed', failure: answer.message };
    case 'event':
      return afterEvent(before, answer.event);
  }
}

function afterEvent(before: Training, event: Extract<TrainAnswer, { type: 'event' }>['event']): Training {
  switch (event.type) {
    case 'start':
      return { ...before, state: 'running', progress: 0, iterations: event.iterations };
    case 'iteration':
      return { ...before, iteration: event.iteration, progress: event.iteration / before.iterations, losses: [...before.losses, { iteration: event.iteration, loss: event.loss }] };
    case 'validation':
      return { ...before, errors: [...before.errors, event] };
    case 'end':
      return { ...before, state: 'done', iteration: event.iteration, progress: 1 };
    default:
      return before;
  }
}
