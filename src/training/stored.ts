import { checkpointMetadata } from './checkpoint.js';
import type { ChunkPlan } from './chunks.js';
import type { Json } from './configuration.js';
import { RunError, type Run } from './run.js';

/** The checkpoint that a run holds already. */
export interface Stored {
  readonly bytes: Uint8Array;
  /** Where it stands, for messages. */
  readonly file: string;
  /** Iterations done. */
  readonly iteration: number;
  /** What it was trained with: the entry `training` of its configuration. */
  readonly training: Readonly<Record<string, Json | undefined>>;
}

/**
 * Looks whether a run holds a checkpoint to resume.
 * @throws RunError where it holds one and is not to be resumed; CheckpointError where it cannot be read.
 */
export async function storedCheckpoint(run: Run | undefined, resume: boolean): Promise<Stored | undefined> {
  const bytes = await run?.read('checkpoint');
  if (!run || !bytes) return undefined;
  const file = `${run.path}/checkpoint.safetensors`;
  const { iteration, configuration } = checkpointMetadata(bytes, file);
  if (!resume) throw new RunError(`${run.path} already holds a checkpoint, of iteration ${iteration}. Resume it, or give another folder.`);
  return { bytes, file, iteration, training: (configuration as { training?: Record<string, Json> } | null)?.training ?? {} };
}

/** The sizes of chunks that are asked for, else those that the run was begun with. */
export function chosenSizes(asked: Partial<ChunkPlan>, stored: Stored | undefined): Partial<ChunkPlan> {
  const sizeOf = (name: keyof ChunkPlan): number | undefined => asked[name] ?? (stored?.training[name] as number | undefined);
  return { chunkSize: sizeOf('chunkSize'), tasksPerCall: sizeOf('tasksPerCall') };
}
