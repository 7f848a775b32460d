import { open, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lock } from '../../../training/lock.js';
import { makeFolder, RunError } from '../../../training/index.js';
import { UsageError } from '../../failure.js';
import { appender, type Appender } from './appender.js';
import { copyLive, syncFolder } from './copy-live.js';
import { learnerIndex } from './learner-index.js';
import { decodeLine, encodeLine, type Entry, type Header } from './line.js';
import { scan, type Place } from './scan.js';

/** The support sets of learners, on the disk. */
export interface LearnerStore {
  readonly size: number;
  /** Sentences on what was mended on opening. */
  readonly notices: readonly string[];
  /** How many parts a learner has, and since when it is there; undefined where there is none. */
  find(id: string): { readonly parts: number; readonly created: string } | undefined;
  /** All parts of a learner, the first first. */
  read(id: string): Promise<readonly unknown[] | undefined>;
  /** Adds a part to a learner; the first makes it. Resolves once it would survive a loss of power. Calls for one learner must not overlap. */
  add(id: string, part: unknown): Promise<void>;
  remove(id: string): Promise<void>;
  /** Resolves once everything is on the disk and the folder is given up. */
  close(): Promise<void>;
}

/** A log is written anew where more bytes of it are of no use than of some, and more than this. */
const mostUseless = 2 ** 20;

/**
 * Opens the learners stored in a folder, of which only their places are kept in memory: a log of lines, to which is only ever added. A last line that is cut off is dropped, a damaged one passed over.
 * @param run says which run the learners are of, so that those of another are not taken for them.
 * @throws UsageError where another process uses the folder, or its learners are of another run.
 */
export async function openLearnerStore(folder: string, run: string): Promise<LearnerStore> {
  await makeFolder(folder);
  const unlock = await lock(join(folder, 'lock'), { does: 'stores learners there', advice: 'give another --data-dir' }).catch((error: unknown) => {
    throw error instanceof RunError ? new UsageError(error.message, { cause: error }) : error;
  });
  try {
    return await openLog(join(folder, 'learners.log'), { log: 'metalearn learners 1', run }, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function openLog(path: string, header: Header, unlock: () => Promise<void>): Promise<LearnerStore> {
  let file = await open(path, 'a+').then(async (made) => (await made.close(), open(path, 'r+')));
  const index = learnerIndex();
  const notices = await readLog(file, path, header, index.note);
  let log = await startedLog(file, path, header);
  let copying: Promise<void> | undefined;
  let least = mostUseless;
  if (useless() > least) await copyIfPossible();

  const append = async (entry: Entry): Promise<void> => {
    // Nothing may come between the copy and the log that takes its place.
    while (copying) await copying;
    const line = encodeLine(entry);
    await log.append(line, (offset) => index.note(entry, { offset, length: Buffer.byteLength(line) }));
    if (useless() > Math.max(least, index.live)) copying ??= copyIfPossible().finally(() => (copying = undefined));
  };
  return {
    get size() {
      return index.learners.size;
    },
    notices,
    find(id) {
      const found = index.learners.get(id);
      return found && { parts: found.places.length, created: found.created };
    },
    async read(id) {
      const found = index.learners.get(id);
      // All reads begin at once, from one file: the log may be copied while they last.
      return found && Promise.all(found.places.map((place) => partAt(file, place)));
    },
    add: (id, part) => append({ id, at: new Date().toISOString(), number: index.learners.get(id)?.places.length ?? 0, part }),
    remove: (id) => append({ id, gone: true }),
    async close() {
      while (copying) await copying;
      await log.settled();
      await file.close();
      await unlock();
    },
  };

  function useless(): number {
    return log.size - index.live;
  }

  /** Where the disk has no room for a copy, the log stays as it is and is good for more; it is tried again once twice as much is of no use. */
  async function copyIfPossible(): Promise<void> {
    await copy().then(
      () => (least = mostUseless),
      () => (least = 2 * useless()),
    );
  }

  async function copy(): Promise<void> {
    await log.settled();
    const wanted = new Set([...index.learners.values()].flatMap(({ places }) => places.map(({ offset }) => offset)));
    const { file: copied, size, offsets } = await copyLive(file, path, header, wanted);
    const old = file;
    file = copied;
    log = appender(copied, size);
    index.move(({ offset, length }) => ({ offset: offsets.get(offset)!, length }));
    // Waits for reads that have begun.
    await old.close();
  }
}

/** Reads a log into an index, drops what is cut off at its end, and says what was mended. */
async function readLog(file: FileHandle, path: string, header: Header, note: (entry: Entry, place: Place) => boolean): Promise<string[]> {
  let lost = 0;
  const { whole, cut, damaged } = await scan(file, (said, place) => {
    if (!('log' in said)) lost += note(said, place) || 'gone' in said ? 0 : 1;
    else if (said.log !== header.log) throw new UsageError(`${path} was written by another version: ${JSON.stringify(said.log)}. Give another --data-dir.`);
    else if (said.run !== header.run) throw new UsageError(`The learners in ${path} are of another run (${said.run}), and this is ${header.run}: give another --data-dir.`);
  });
  if (cut > 0) await file.truncate(whole);
  return [
    ...(cut > 0 ? [`The last line of ${path} was cut off after ${cut} bytes; it was never acknowledged, and is dropped.`] : []),
    ...(damaged > 0 ? [`${damaged} line${damaged === 1 ? '' : 's'} of ${path} ${damaged === 1 ? 'is' : 'are'} damaged and passed over${lost > 0 ? `, with ${lost} that belong to them` : ''}.`] : []),
  ];
}

/** An appender behind what a log has, which is its header at least. */
async function startedLog(file: FileHandle, path: string, header: Header): Promise<Appender> {
  const { size } = await file.stat();
  const log = appender(file, size);
  if (size === 0) {
    await log.append(encodeLine(header), () => undefined);
    await syncFolder(dirname(path));
  }
  return log;
}

async function partAt(file: FileHandle, { offset, length }: Place): Promise<unknown> {
  const bytes = Buffer.alloc(length);
  await file.read(bytes, 0, length, offset);
  const entry = decodeLine(bytes.toString('utf8', 0, length - 1)) as Extract<Entry, { readonly part: unknown }> | undefined;
  if (entry === undefined) throw new Error(`A learner's line at byte ${offset} of the log was changed while the server ran.`);
  return entry.part;
}
