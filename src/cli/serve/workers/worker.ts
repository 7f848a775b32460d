import { startWorker as start, type WorkerEvents as Events, type WorkerProcess } from '../../../training/index.js';
import type { Job, Reply } from './protocol.js';

/** A worker process. It does one job at a time. */
export type Worker = WorkerProcess<Job>;
export type WorkerEvents = Events<Reply>;

/** Starts a worker process for a run. */
export function startWorker(run: string, cacheBytes: number, events: WorkerEvents): Worker {
  return start<Job, Reply>(new URL('./main.js', import.meta.url), events, { args: [run, String(cacheBytes)] });
}
