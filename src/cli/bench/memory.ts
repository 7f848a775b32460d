import { spawn } from 'node:child_process';
import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { watchMemory } from '../process-memory.js';

export interface MemoryOfTraining {
  readonly peakBytes: number;
  readonly processes: number;
}

/**
 * Trains conv4 on glyphs, which have the shape of Omniglot, with two workers for some iterations, and watches the resident memory of the whole
 * process tree. Undefined where the system has no /proc.
 */
export async function memoryOfTraining(signal?: AbortSignal): Promise<MemoryOfTraining | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'metalearn-memory-'));
  const main = fileURLToPath(new URL('../main.js', import.meta.url));
  const args = ['train', 'glyphs', '--queries', '15', '--workers', '2', '--iterations', '12', '--out', join(folder, 'run'), '--json'];
  const child = spawn(process.execPath, [main, ...args], { stdio: 'ignore', signal });
  child.on('error', () => undefined);
  const watch = watchMemory(child.pid!, 50);
  try {
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    const peak = watch.stop();
    if (code !== 0) throw new Error(`The training run whose memory was to be measured ended with exit code ${code}.`);
    return peak && { peakBytes: peak.bytes, processes: peak.processes };
  } finally {
    watch.stop();
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}
