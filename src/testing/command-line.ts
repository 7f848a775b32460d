import { spawn } from 'node:child_process';
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
