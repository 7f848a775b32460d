import { fork } from 'node:child_process';
import type { Reply, Request } from './worker-protocol.js';

/** What a worker process reports. Exactly one `ended` comes, last. */
export interface WorkerEvents {
  readonly reply: (reply: Reply) => void;
  /** How it ended without being asked to: `signal SIGKILL`, `exit code 134`. */
  readonly ended: (how: string) => void;
}

export interface WorkerProcess {
  readonly pid: number | undefined;
  send(request: Request): void;
  /** Ends the process; resolves when it is gone. */
  end(): Promise<void>;
}

/** How long a worker may take to end by itself, in milliseconds. */
const patience = 2000;

/** Starts a worker process. It ends when this process does. */
export function startWorker(events: WorkerEvents): WorkerProcess {
  const child = fork(new URL('./worker-main.js', import.meta.url), {
    serialization: 'advanced',
    // Standard output belongs to the main process, which may print JSON there.
    stdio: ['ignore', 2, 2, 'ipc'],
    execArgv: process.execArgv.filter((argument) => !/^--(test|inspect)/.test(argument)),
  });
  let asked = false;
  let ended = false;
  const gone = new Promise<void>((resolve) => {
    const finish = (how: string): void => {
      if (ended) return;
      ended = true;
      resolve();
      if (!asked) events.ended(how);
    };
    child.once('exit', (code, signal) => finish(signal ? `signal ${signal}` : `exit code ${code}`));
    child.once('error', (error) => {
      // A process that could not be started never exits; one that could not be written to is on its way out.
      if (child.pid === undefined) finish(error.message);
    });
  });
  child.on('message', (reply: Reply) => {
    if (!asked && !ended) events.reply(reply);
  });
  return {
    pid: child.pid,
    send(request) {
      // A failed write means that the process is ending, which `exit` reports.
      if (child.connected) child.send(request, () => undefined);
    },
    async end() {
      asked = true;
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), patience);
      await gone;
      clearTimeout(timer);
    },
  };
}
