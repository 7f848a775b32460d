import { UsageError } from './failure.js';

/** Before a run folder is made. @throws UsageError where a process is to do more tasks at a time than there are. */
export function requireChunk(chunkSize: number, metaBatch: number): void {
  if (chunkSize > metaBatch) throw new UsageError(`--chunk-size ${chunkSize}: an iteration has ${metaBatch} task${metaBatch === 1 ? '' : 's'} (--meta-batch). Give at most as many.`);
}
