import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { differences, makeFolder, replaceFile } from '../training/index.js';
import { UsageError } from './failure.js';

/**
 * Makes the folder of some long work and writes into `name`.json what the work is, or finds the same work in it, to go on with.
 * @throws UsageError where the folder holds the same kind of work by another description, or anything else.
 */
export async function claimFolder(folder: string, name: 'comparison' | 'search', description: object): Promise<void> {
  const file = join(folder, `${name}.json`);
  if (existsSync(file)) {
    const differing = differences(parsed(await readFile(file, 'utf8'), file), description);
    if (differing.length > 0) throw new UsageError(`${folder} holds another ${name}: ${differing.join('; ')}. Give the same options to go on with it, or another folder with --out.`);
    return;
  }
  const found = await readdir(folder).catch(() => []);
  if (found.length > 0) throw new UsageError(`${folder} is not empty and holds no ${name} (${found.slice(0, 3).join(', ')}): give another folder with --out.`);
  await makeFolder(folder);
  await replaceFile(file, `${JSON.stringify(description, undefined, 2)}\n`);
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is damaged: ${(error as Error).message}. It says what was begun in this folder, which cannot be gone on with without it: give another folder with --out.`, { cause: error });
  }
}
