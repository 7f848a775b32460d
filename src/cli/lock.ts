import { readFile, rm, writeFile } from 'node:fs/promises';
import { UsageError } from './failure.js';

/**
 * Makes this process the only one that uses a folder, by a file with its number; that of a process that is gone is taken over.
 * @param told what a process with the lock does there, and what else there is to do than to stop it.
 * @returns what gives the folder up.
 * @throws UsageError where another process that lives uses it.
 */
export async function lock(path: string, { does, advice }: { readonly does: string; readonly advice: string }): Promise<() => Promise<void>> {
  for (let attempt = 0; ; attempt++) {
    try {
      await writeFile(path, `${process.pid}\n`, { flag: 'wx' });
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(await readFile(path, 'utf8').catch(() => ''));
    // A container may give the same number to the next process.
    if (attempt > 2 || (holder > 0 && holder !== process.pid && lives(holder))) {
      throw new UsageError(`Process ${holder} ${does}: ${path} says so. Stop it, or ${advice}. If ${holder} is another program, delete that file.`);
    }
    await rm(path, { force: true });
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
