import { fork } from 'node:child_process';
import type { Job, Reply } from './protocol.js';

/** A worker process. It does one job at a time. */
export interface Worker {
  readonly pid: number | undefined;
  send(job: Job): void;
  /** Ends it at once, as one that hangs. */
  kill(): void;
  /** Lets it go; resolves when it is gone. */
  end(): Promise<void>;
}

export interface WorkerEvents {
  readonly reply: (reply: Reply) => void;
  /** How it ended without being let go: `signal SIGKILL`, `exit code 134`. */
  readonly ended: (how: string) => void;
}

/** How long a worker may take to end by itself, in milliseconds. */
const patience = 2000;

/** Starts a worker process for a run. It ends when this process does. */
export function startWorker(run: string, cacheBytes: number, events: WorkerEvents): Worker {
  const child = fork(new URL('./main.js', import.meta.url), [run, String(cacheBytes)], {
    serialization: 'advanced',
    // Standard output belongs to the server, which may print JSON there.
    stdio: ['ignore', 2, 2, 'ipc'],
    execArgv: process.execArgv.filter((argument) => !/^--(test|inspect)/.test(argument)),
  });
  let letGo = false;
  let ended = false;
  const gone = new Promise<void>((resolve) => {
    const finish = (how: string): void => {
      if (ended) return;
      ended = true;
      resolve();
      if (!letGo) events.ended(how);
    };
    child.once('exit', (code, signal) => finish(signal ? `signal ${signal}` : `exit code ${code}`));
    child.once('error', (error) => {
      // A process that could not be started never exits; one that could not be written to is on its way out.
      if (child.pid === undefined) finish(error.message);
    });
  });
  child.on('message', (reply: Reply) => {
    if (!letGo && !ended) events.reply(reply);
  });
  return {
    pid: child.pid,
    send(job) {
      // A failed write means that the process is ending, which `exit` reports.
      if (child.connected) child.send(job, () => undefined);
    },
    kill: () => void child.kill('SIGKILL'),
    async end() {
      letGo = true;
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), patience);
      await gone;
      clearTimeout(timer);
    },
  };
}
