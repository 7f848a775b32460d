import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { WriteError } from './run.js';

/**
 * Makes a folder, and those above it that are not there yet. Node's own `recursive` goes on for ever in file systems that take no folders and say that they lack
 * one, as /proc does.
 * @throws WriteError where no folder can be made there; else the system's error.
 */
export async function makeFolder(path: string): Promise<void> {
  const made = await attempt(path);
  if (made === 'made') return;
  const above = dirname(path);
  if (made.code !== 'ENOENT' || above === path) throw made;
  // It may be there by now, made by another.
  if (!(await isFolder(above))) await makeFolder(above);
  const again = await attempt(path);
  if (again === 'made') return;
  throw again.code === 'ENOENT' ? new WriteError(`The folder ${path} cannot be made: ${above} takes no folders. Give another place.`, { cause: again }) : again;
}

/** 'made' where it is there, be it by somebody else. */
async function attempt(path: string): Promise<'made' | NodeJS.ErrnoException> {
  try {
    await mkdir(path);
    return 'made';
  } catch (error) {
    return (await isFolder(path)) ? 'made' : (error as NodeJS.ErrnoException);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
