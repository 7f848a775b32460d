import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../failure.js';
import { boardServer } from './server.js';

/** A board that answers. */
export interface Board {
  /** Its address; that of a run's page is below it. */
  readonly url: string;
  close(): Promise<void>;
}

/** Where nothing is said; where it is taken, a free one. */
export const usualPort = 4180;

/**
 * Serves the runs in a folder on loopback.
 * @throws UsageError where the folder is a file, or the port asked for is taken.
 */
export async function openBoard(folder: string, port?: number): Promise<Board> {
  const found = await stat(folder).catch(() => undefined);
  if (found && !found.isDirectory()) throw new UsageError(`${folder} is a file: give the folder in which runs lie.`);
  const app = boardServer(resolve(folder));
  const listen = (at: number): Promise<string> => app.listen({ host: '127.0.0.1', port: at });
  const url = await listen(port ?? usualPort).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    if (port !== undefined) throw new UsageError(`Port ${port} is taken: give another with --port.`);
    return listen(0);
  });
  return { url, close: () => app.close() };
}

/** Opens an address in the person's browser, if there is one; whoever has none reads the address. */
export function openInBrowser(url: string): void {
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
  const opening = spawn(opener, [url], { stdio: 'ignore', detached: true });
  opening.on('error', () => undefined);
  opening.unref();
}
