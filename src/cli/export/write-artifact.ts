import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { parseCard } from '../../artifact/index.js';
import { makeFolder, replaceFile } from '../../training/index.js';
import { writeError } from '../../training/replace-file.js';
import { UsageError } from '../failure.js';

type Files = ReadonlyMap<string, Uint8Array>;
const cardFile = 'artifact.json';

export const isZip = (out: string): boolean => /\.zip$/i.test(out);

/** An artifact may take the place of another, and of nothing else. @throws UsageError where something else is there. */
export async function requireRoom(out: string): Promise<void> {
  const found = await stat(out).catch(() => undefined);
  if (!found) return;
  if (isZip(out)) {
    if (found.isFile() && holdsArtifact(await readFile(out))) return;
    throw new UsageError(`${out} is there already, and ${found.isFile() ? 'holds no artifact' : 'is a folder'}: give another name with --out.`);
  }
  if (!found.isDirectory()) throw new UsageError(`${out} is a file: give a folder with --out, or a name that ends in .zip.`);
  const names = await readdir(out);
  if (names.length > 0 && !names.includes(cardFile)) throw new UsageError(`${out} is not empty and holds no artifact (${names.slice(0, 3).join(', ')}): give another folder with --out.`);
}

function holdsArtifact(bytes: Uint8Array): boolean {
  try {
    return cardFile in unzipSync(bytes, { filter: ({ name }) => name === cardFile });
  } catch {
    return false;
  }
}

/**
 * Writes an artifact's files as one .zip, or into a folder, where they take the place of those of the artifact that was there.
 * @throws WriteError, with what was there intact, where the disk is full or cannot be written to.
 */
export async function writeArtifact(files: Files, out: string, date: string): Promise<void> {
  if (isZip(out)) {
    await makeFolder(dirname(out));
    return replaceFile(out, zipped(files, date));
  }
  await makeFolder(out);
  const before = await filesBefore(out);
  // All is on the disk before anything is replaced: it may be full.
  const fresh = await mkdtemp(join(out, '.export-')).catch((error: unknown) => Promise.reject(writeError(out, 0, error)));
  try {
    for (const [name, bytes] of files) await writeFile(join(fresh, name), bytes).catch((error: unknown) => Promise.reject(writeError(join(out, name), bytes.length, error)));
    // A folder without its card is no artifact: it goes first, and comes last.
    await rm(join(out, cardFile), { force: true });
    for (const name of before) if (!files.has(name)) await rm(join(out, name), { force: true });
    for (const name of [...files.keys()].filter((each) => each !== cardFile)) await rename(join(fresh, name), join(out, name));
    await rename(join(fresh, cardFile), join(out, cardFile));
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** The files as a .zip: the card first, so that whoever reads it sees what it is. Equal files of equal date give equal bytes. */
export function zipped(files: Files, date: string): Uint8Array {
  const ordered = [...files].sort(([a], [b]) => Number(b === cardFile) - Number(a === cardFile));
  return zipSync(Object.fromEntries(ordered), { level: 9, mtime: new Date(`${date}T12:00:00`) });
}

/** The files that the card of the artifact that is there tells of. */
async function filesBefore(out: string): Promise<string[]> {
  try {
    const { programs, learns } = parseCard(await readFile(join(out, cardFile), 'utf8'));
    return [...programs.flatMap(({ adapt, predict }) => [adapt.file, predict.file]), ...(learns.kind === 'ratings' ? [learns.catalogue] : [])].filter((name) => !/[\\/]/.test(name));
  } catch {
    return [];
  }
}
