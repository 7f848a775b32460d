import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { WriteError } from './run.js';

/** What `replaceFile` needs of the file system. */
export type OpenFile = (path: string, flags: string) => Promise<{
  writeFile(bytes: Uint8Array | string): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}>;

/** Files of this process so far: two that are written at once to one path have temporary names of their own. */
let written = 0;

/**
 * Writes a file whole or not at all: to a temporary file in the same folder, synced, then renamed over `path`.
 * @throws WriteError, with what stood at `path` intact, where the disk is full or the folder cannot be written to.
 */
export async function replaceFile(path: string, bytes: Uint8Array | string, openFile: OpenFile = open): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.${(written += 1)}.tmp`);
  try {
    const file = await openFile(temporary, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeError(path, bytes.length, error);
  }
  await syncFolder(dirname(path), openFile);
}

/** A sentence for a failed write of `length` bytes to `path`. */
export function writeError(path: string, length: number, cause: unknown): WriteError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const reason =
    code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG'
      ? 'the disk is full; free some space'
      : code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
        ? 'the folder cannot be written to'
        : code === 'ENOENT' && !existsSync(dirname(path))
          ? 'the folder is gone'
          : message;
  return new WriteError(`Could not write ${path} (${length} bytes): ${reason}. What was there before is intact.`, { cause });
}

/** Makes the rename itself last through a loss of power, where the system can sync folders. */
async function syncFolder(folder: string, openFile: OpenFile): Promise<void> {
  try {
    const handle = await openFile(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows cannot open folders.
  }
}
