import { join } from 'node:path';
import { checkpointMetadata } from '../training/index.js';
import { openTrainedRun, readMetrics } from './run-folder.js';

/** How far a run has come, by its checkpoint and its metrics. */
export async function trainedSoFar(folder: string): Promise<{ seconds: number; iterations: number }> {
  const { run } = await openTrainedRun(folder);
  const bytes = await run.read('checkpoint');
  if (!bytes) return { seconds: 0, iterations: 0 };
  const { iteration } = checkpointMetadata(bytes, join(folder, 'checkpoint.safetensors'));
  const lines = (await readMetrics(run)).filter((line) => line.iteration <= iteration);
  return { seconds: lines.at(-1)?.seconds ?? 0, iterations: iteration };
}
