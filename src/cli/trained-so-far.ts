import { join } from 'node:path';
import { checkpointMetadata, type Run } from '../training/index.js';
import { openTrainedRun, readMetrics } from './run-folder.js';

/** How far a run has come, by its checkpoint and its metrics. */
export async function trainedSoFar(folder: string): Promise<{ seconds: number; iterations: number }> {
  const { run } = await openTrainedRun(folder);
  const iterations = await trainedIterations(run);
  if (iterations === 0) return { seconds: 0, iterations };
  const lines = (await readMetrics(run)).filter((line) => line.iteration <= iterations);
  return { seconds: lines.at(-1)?.seconds ?? 0, iterations };
}

/** The iterations of a run's checkpoint; 0 where there is none yet. */
export async function trainedIterations(run: Run): Promise<number> {
  const bytes = await run.read('checkpoint');
  return bytes ? checkpointMetadata(bytes, join(run.path, 'checkpoint.safetensors')).iteration : 0;
}
