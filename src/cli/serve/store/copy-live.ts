import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { encodeLine, type Header } from './line.js';
import { scan } from './scan.js';

/** A log that was written anew. */
export interface CopiedLog {
  readonly file: FileHandle;
  readonly size: number;
  /** Where each line begins now, by where it began. */
  readonly offsets: ReadonlyMap<number, number>;
}

/**
 * Writes a log anew with only the lines that are still wanted, in the same order, and puts it in the place of the old one; killed at any moment, one of the two is there, whole.
 * @param wanted where these lines begin.
 * @throws what the disk says; then the old one is as it was.
 */
export async function copyLive(from: FileHandle, path: string, header: Header, wanted: ReadonlySet<number>): Promise<CopiedLog> {
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w+');
  try {
    const copied = await copyLines(from, file, header, wanted);
    await file.sync();
    await rename(temporary, path);
    await syncFolder(dirname(path));
    return copied;
  } catch (error) {
    await file.close();
    await rm(temporary, { force: true });
    throw error;
  }
}

async function copyLines(from: FileHandle, file: FileHandle, header: Header, wanted: ReadonlySet<number>): Promise<CopiedLog> {
  const offsets = new Map<number, number>();
  let text = encodeLine(header);
  let size = Buffer.byteLength(text);
  const flush = async (): Promise<void> => {
    await file.appendFile(text);
    text = '';
  };
  await scan(from, (said, { offset, length }) => {
    if (!wanted.has(offset)) return;
    offsets.set(offset, size);
    size += length;
    text += encodeLine(said);
    if (text.length > 2 ** 20) return flush();
  });
  await flush();
  return { file, size, offsets };
}

/** Makes a new name last through a loss of power, where the system can sync folders. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
