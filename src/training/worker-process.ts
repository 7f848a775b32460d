import { fork } from 'node:child_process';
import { childOptions } from './child-options.js';

/** What a worker process reports. Exactly one `ended` comes, last. */
export interface WorkerEvents<Reply> {
  readonly reply: (reply: Reply) => void;
  /** How it ended without being asked to: `signal SIGKILL`, `exit code 134`. */
  readonly ended: (how: string) => void;
}

export interface WorkerProcess<Request> {
  readonly pid: number | undefined;
  send(request: Request): void;
  /** Ends it at once, as one that hangs; `ended` reports it. */
  kill(): void;
  /** Ends the process; resolves when it is gone. */
  end(): Promise<void>;
}

/** How long a worker may take to end by itself, in milliseconds. */
const patience = 2000;

/** What Node.js is told where each core has a process: threads of V8's own for compiling and collecting would only take turns with them. */
export const besideOthers: readonly string[] = ['--single-threaded'];

export interface WorkerOptions {
  readonly args?: readonly string[];
  /** A descriptor that it gets as `sharedFile`. */
  readonly file?: number;
}

/** The descriptor of the file that a worker shares with this process, if it does: the one after those of standard streams and messages. */
export const sharedFile = 4;

/** Starts a module as a worker process. It ends when this process does. */
export function startWorker<Request extends object, Reply>(module: URL, events: WorkerEvents<Reply>, { args = [], file }: WorkerOptions = {}): WorkerProcess<Request> {
  const options = childOptions();
  const stdio = file === undefined ? options.stdio : [...options.stdio, file];
  const child = fork(module, args, { ...options, stdio, execArgv: [...options.execArgv, ...besideOthers] });
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
  child.on('message', (reply) => {
    if (!asked && !ended) events.reply(reply as Reply);
  });
  return {
    pid: child.pid,
    send(request) {
      // A failed write means that the process is ending, which `exit` reports.
      if (child.connected) child.send(request, () => undefined);
    },
    kill: () => void child.kill('SIGKILL'),
    async end() {
      asked = true;
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), patience);
      await gone;
      clearTimeout(timer);
    },
  };
}
