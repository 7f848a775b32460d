import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../cli/main.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Listener = (said: string, interrupt: () => void) => void;

/** Runs the command line in a process of its own, as a person would. `onOutput` and `onError` are told all of stdout and stderr so far, with a way to press Ctrl-C; `env` is added to the environment. */
export function metalearn(args: readonly string[], { onOutput, onError, env }: { onOutput?: Listener; onError?: Listener; env?: Readonly<Record<string, string>> } = {}): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, METALEARN_DATA: '', ...env } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    onOutput?.(stdout, () => child.kill('SIGINT'));
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    onError?.(stderr, () => child.kill('SIGINT'));
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

let answering: ChildProcess | undefined;
let turn: Promise<unknown> = Promise.resolve();
after(() => answering?.kill());

/**
 * Runs the command line in a process that all such calls of a test file share, one after the other: for what trains nothing and is not interrupted,
 * where starting takes most of the time.
 */
export function answerOf(args: readonly string[]): Promise<Ended> {
  const child = (answering ??= start());
  const answer = turn.then(async () => {
    child.send(args);
    const ended = new AbortController();
    try {
      return await Promise.race([
        once(child, 'message', ended).then(([said]) => said as Ended),
        once(child, 'exit', ended).then(([code, signal]) => {
          throw new Error(`metalearn ${args.join(' ')} ended the process that it shares (${signal ?? code}).`);
        }),
      ]);
    } finally {
      ended.abort();
    }
  });
  turn = answer.catch(() => {});
  return answer;
}

function start(): ChildProcess {
  const child = fork(fileURLToPath(new URL('answering.js', import.meta.url)), { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: { ...process.env, METALEARN_DATA: '' } });
  child.stderr!.pipe(process.stderr);
  return child;
}
