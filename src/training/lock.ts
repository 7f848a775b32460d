import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { writeError } from './replace-file.js';
import { RunError } from './run.js';

/** What this process holds. */
const heldHere = new Set<string>();

/**
 * Makes this process the only one that uses a folder, by a file with its number; that of a process that is gone is taken over.
 * @param told what a process with the lock does there, and what else there is to do than to stop it.
 * @returns what gives the folder up.
 * @throws RunError where another process that lives uses it, or this one does already; WriteError where it cannot be written.
 */
export async function lock(path: string, { does, advice }: { readonly does: string; readonly advice: string }): Promise<() => Promise<void>> {
  const place = resolve(path);
  if (heldHere.has(place)) throw new RunError(`This process ${does} already: ${path} says so. Wait until that is done, or ${advice}.`);
  heldHere.add(place);
  try {
    await claim(path, { does, advice });
  } catch (error) {
    heldHere.delete(place);
    throw error;
  }
  return async () => {
    await rm(path, { force: true });
    heldHere.delete(place);
  };
}

async function claim(path: string, { does, advice }: { readonly does: string; readonly advice: string }): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await writeFile(path, `${process.pid}\n`, { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw writeError(path, 0, error);
    }
    const holder = await holderOf(path);
    if (holder === undefined) continue;
    // A container may give the same number to the next process.
    if (attempt > 2 || (holder > 0 && holder !== process.pid && lives(holder))) {
      throw new RunError(`Process ${holder} ${does}: ${path} says so. Stop it, or ${advice}. If ${holder} is another program, delete that file.`);
    }
    await takeAway(path, holder);
  }
}

/** The number in a lock, 0 where it has none; undefined where the lock is gone. A process that has just made the file writes it down in a moment. */
async function holderOf(path: string): Promise<number | undefined> {
  for (let tries = 0; tries < 5; tries++) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    if (text.endsWith('\n')) return Number(text);
    await delay(20);
  }
  return 0;
}

/** Takes the lock of a process that is gone away, unless another process did so meanwhile, and has made its own. */
async function takeAway(path: string, holder: number): Promise<void> {
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw writeError(path, 0, error);
  }
  if (Object.is(Number(await readFile(aside, 'utf8')), holder)) await rm(aside, { force: true });
  else await rename(aside, path);
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
