import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** How far below the board's folder runs are looked for. */
const levels = 6;
/** The first levels are looked into in any case. */
const nearest = 2;
/** Folders below these that are looked into at most, the upper ones first: a page asks every few seconds, and the folder may be somebody's home. */
const mostFolders = 2000;

/** The folders with runs in `folder`, itself or below it, the latest written to first. What lies in a run is its own. */
export async function findRuns(folder: string): Promise<string[]> {
  const found: { readonly name: string; readonly written: number }[] = [];
  let level: { readonly name: string; readonly linked: boolean }[] = [{ name: '', linked: false }];
  for (let depth = 0, left = mostFolders; depth <= levels && level.length > 0; depth++) {
    const looking = depth <= nearest ? level : level.slice(0, left);
    if (depth > nearest) left -= looking.length;
    const entries = await Promise.all(looking.map(({ name }) => readdir(join(folder, name), { withFileTypes: true }).catch((): Dirent[] => [])));
    const isRun = entries.map((own) => own.some((entry) => entry.name === 'config.json' && !entry.isDirectory()));
    const runs = looking.filter((_, i) => isRun[i]);
    found.push(...(await Promise.all(runs.map(async ({ name }) => ({ name: name || '.', written: await writtenAt(join(folder, name)) })))));
    // A link may be to a run that lies elsewhere; into other folders it is not followed, as it may lead round in a circle.
    level = looking.flatMap(({ name, linked }, i) => (isRun[i] || linked ? [] : entries[i].filter(mayHoldRuns).map((entry) => ({ name: name ? `${name}/${entry.name}` : entry.name, linked: entry.isSymbolicLink() }))));
  }
  return found.sort((a, b) => b.written - a.written || a.name.localeCompare(b.name)).map(({ name }) => name);
}

function mayHoldRuns(entry: Dirent): boolean {
  return (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.') && entry.name !== 'node_modules';
}

/** When a run's folder was last written to, in milliseconds since 1970. */
export async function writtenAt(path: string): Promise<number> {
  return Math.max(...(await Promise.all(['metrics.jsonl', 'checkpoint.safetensors', 'config.json'].map((file) => changedAt(path, file)))));
}

/** When a file of a folder was last written to; zero where there is none. */
export async function changedAt(path: string, file: string): Promise<number> {
  return (await stat(join(path, file)).catch(() => undefined))?.mtimeMs ?? 0;
}
