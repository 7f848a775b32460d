import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface MemoryUse {
  /** The largest sum of the resident memory of all processes at one time. */
  readonly peakBytes: number;
  readonly processes: number;
}

/**
 * Trains conv4 on glyphs, which have the shape of Omniglot, with two workers for some iterations, and watches the resident memory of the whole
 * process tree. Undefined where the system has no /proc.
 */
export async function memoryOfTraining(signal?: AbortSignal): Promise<MemoryUse | undefined> {
  if (process.platform !== 'linux') return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'metalearn-memory-'));
  const main = fileURLToPath(new URL('../main.js', import.meta.url));
  const args = ['train', 'glyphs', '--queries', '15', '--workers', '2', '--iterations', '12', '--out', join(folder, 'run'), '--json'];
  const child = spawn(process.execPath, [main, ...args], { stdio: 'ignore', signal });
  child.on('error', () => undefined);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  try {
    let peak = { peakBytes: 0, processes: 0 };
    while (child.exitCode === null && child.signalCode === null) {
      const now = treeMemory(child.pid!);
      if (now.peakBytes > peak.peakBytes) peak = now;
      await sleep(50);
    }
    const code = await ended;
    if (code !== 0) throw new Error(`The training run whose memory was to be measured ended with exit code ${code}.`);
    return peak;
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The resident memory of a process and all below it. */
function treeMemory(root: number): MemoryUse {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    const stat = /^\d+$/.test(entry) ? read(`/proc/${entry}/stat`) : undefined;
    // The name, in brackets, may itself hold spaces and brackets.
    if (stat) parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const below = (id: number): boolean => id === root || (parents.has(id) && below(parents.get(id)!));
  const tree = [...parents.keys()].filter(below);
  const resident = tree.map((id) => Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${id}/status`) ?? '')?.[1] ?? 0) * 1024);
  return { peakBytes: resident.reduce((sum, bytes) => sum + bytes, 0), processes: tree.length };
}

/** Processes may end while they are being read. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
