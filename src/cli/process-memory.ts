import { readdirSync, readFileSync } from 'node:fs';

export interface MemoryUse {
  /** The sum of the resident memory of all processes at one time. */
  readonly bytes: number;
  readonly processes: number;
}

/** The largest of what `watchMemory` saw. */
export interface PeakMemory {
  /** Ends the watch. Undefined where the system has no /proc. */
  stop(): MemoryUse | undefined;
}

/** Watches the resident memory of a process and all below it, now and then, until stopped. */
export function watchMemory(root: number, milliseconds: number): PeakMemory {
  if (process.platform !== 'linux') return { stop: () => undefined };
  let peak: MemoryUse = { bytes: 0, processes: 0 };
  const look = (): void => {
    const now = treeMemory(root);
    if (now.bytes > peak.bytes) peak = now;
  };
  look();
  const timer = setInterval(look, milliseconds);
  return {
    stop() {
      clearInterval(timer);
      return peak;
    },
  };
}

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
  return { bytes: resident.reduce((sum, bytes) => sum + bytes, 0), processes: tree.length };
}

/** Processes may end while they are being read. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
