import { unzipped, WebModelError } from '../../web/index.js';

/** What was given: a model's files by name, an adapted model, or both. */
export interface Opened {
  /** Absent where there is no artifact among what was given. */
  readonly model?: ReadonlyMap<string, Uint8Array>;
  readonly adapted?: Uint8Array;
}

const mostBytes = 300e6;
const mostFiles = 300;

/**
 * Tells what files are: a .zip of a model, its loose files, an adapted model.
 * @throws WebModelError, in words for the visitor, where they are neither.
 */
export async function openFiles(given: readonly File[]): Promise<Opened> {
  if (given.length === 0) throw new WebModelError('Nothing was dropped that could be read: drop a .zip, a folder or files.');
  const bytes = given.reduce((sum, { size }) => sum + size, 0);
  if (bytes > mostBytes) throw new WebModelError(`That is ${Math.round(bytes / 1e6)} MB, and a page can take ${mostBytes / 1e6} MB: export a smaller model, or with --half.`);
  const files = new Map<string, Uint8Array>();
  for (const file of given) {
    const content = await read(file);
    if (/\.zip$/i.test(file.name)) for (const [name, inside] of unzipped(content)) files.set(name, inside);
    else files.set(file.name, content);
  }
  if (files.has('artifact.json')) return { model: files, ...adaptedIn(files) };
  const alone = files.size === 1 ? adaptedIn(files) : {};
  if (alone.adapted) return alone;
  const names = [...files.keys()].slice(0, 4).join(', ');
  if (files.has('config.json')) throw new WebModelError('This is a run folder, as metalearn train makes it. A page uses what metalearn export RUN --out model.zip writes of it: drop that.');
  throw new WebModelError(`There is no artifact.json among ${files.size === 0 ? 'no files' : names}, so this is no model. Drop the .zip, or all files of the folder, that metalearn export wrote.`);
}

async function read(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw new WebModelError(`${file.name} could not be read (${(error as Error).message}): is it still where it was?`);
  }
}

/** Weights aside, a .safetensors file is what a model was adapted to. */
function adaptedIn(files: ReadonlyMap<string, Uint8Array>): Pick<Opened, 'adapted'> {
  const [found] = [...files].filter(([name]) => /\.safetensors$/i.test(name) && name !== 'weights.safetensors');
  return found ? { adapted: found[1] } : {};
}

/** The files that were dropped, those in folders among them. */
export async function filesDropped({ items, files }: DataTransfer): Promise<File[]> {
  // Entries are gone after the first wait.
  const entries = Array.from(items, (item) => item.webkitGetAsEntry?.() ?? undefined).filter((entry) => entry !== undefined);
  if (entries.length === 0) return Array.from(files);
  const found: File[] = [];
  await Promise.all(entries.map((entry) => gather(entry, found)));
  return found;
}

async function gather(entry: FileSystemEntry, found: File[]): Promise<void> {
  if (found.length >= mostFiles) return;
  if (entry.isFile) {
    const file = await new Promise<File | undefined>((resolve) => (entry as FileSystemFileEntry).file(resolve, () => resolve(undefined)));
    if (file) found.push(file);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader gives a hundred at a time.
  for (let batch = await entriesOf(reader); batch.length > 0 && found.length < mostFiles; batch = await entriesOf(reader)) await Promise.all(batch.map((each) => gather(each, found)));
}

function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
}
