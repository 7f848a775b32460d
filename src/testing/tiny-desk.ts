import { existsSync, writeFileSync } from 'node:fs';
import { serveDesk } from '../training/serve-desk.js';

/** The program of a worker process for tests of pools: adds what it is asked to a chunk's index, and tells which process it is and how often it has been asked of the chunk. */

export interface TinyDeskSetup {
  /** What it says it is. */
  readonly name: string;
  /** The chunk on which it kills itself, if the file is not there yet. */
  readonly dies?: { readonly chunk: number; readonly once: string };
}

export interface TinyAnswer {
  readonly sum: number;
  readonly pid: number;
  readonly times: number;
}

serveDesk<TinyDeskSetup, { readonly number: number }, TinyAnswer>(async ({ name, dies }) => {
  const asked = new Map<number, number>();
  return {
    identity: { name },
    async answer({ number }, { index }) {
      if (dies?.chunk === index && number > 1 && !existsSync(dies.once)) {
        writeFileSync(dies.once, '');
        process.kill(process.pid, 'SIGKILL');
      }
      asked.set(index, (asked.get(index) ?? 0) + 1);
      return { sum: number + index, pid: process.pid, times: asked.get(index)! };
    },
  };
});
