import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { differences, makeFolder, replaceFile } from '../training/index.js';
import { lock } from '../training/lock.js';
import { UsageError } from './failure.js';

/** What is done in a folder, and what one who does it is said to do there. */
const works = { comparison: 'compares', search: 'searches' } as const;

/**
 * Makes the folder of some long work and writes into `name`.json what the work is, or finds the same work in it, to go on with; and does it, while no other process does.
 * @throws UsageError where the folder holds the same kind of work by another description, or anything else; RunError where another process works there.
 */
export async function whileClaimed<T>(folder: string, name: keyof typeof works, description: object, work: () => Promise<T>): Promise<T> {
  const file = join(folder, `${name}.json`);
  const found = await readdir(folder).catch(() => []);
  const lockFile = `${name}.lock`;
  if (found.some((each) => each !== lockFile) && !existsSync(file)) {
    throw new UsageError(`${folder} is not empty and holds no ${name} (${found.slice(0, 3).join(', ')}): give another folder with --out.`);
  }
  await makeFolder(folder);
  const release = await lock(join(folder, lockFile), { does: `${works[name]} there`, advice: 'give another folder with --out' });
  try {
    if (existsSync(file)) await requireSame(folder, file, name, description);
    else await replaceFile(file, `${JSON.stringify(description, undefined, 2)}\n`);
    return await work();
  } finally {
    await release();
  }
}

async function requireSame(folder: string, file: string, name: string, description: object): Promise<void> {
  const differing = differences(parsed(await readFile(file, 'utf8'), file), description);
  if (differing.length > 0) throw new UsageError(`${folder} holds another ${name}: ${differing.join('; ')}. Give the same options to go on with it, or another folder with --out.`);
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is damaged: ${(error as Error).message}. It says what was begun in this folder, which cannot be gone on with without it: give another folder with --out.`, { cause: error });
  }
}
