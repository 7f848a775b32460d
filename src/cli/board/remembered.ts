import { stat } from 'node:fs/promises';

/** What was made of a file; undefined where there is no such file. */
export type ReadFile<T> = (file: string) => Promise<{ readonly made: T } | undefined>;

/** Reads files once for each time that they are written: a page that asks every few seconds would else read hundreds of runs each time. */
export function remembered<T>(read: (file: string) => Promise<T>): ReadFile<T> {
  const known = new Map<string, { readonly stamp: string; readonly made: T }>();
  return async (file) => {
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) return void known.delete(file);
    const stamp = `${found.size} ${found.mtimeMs}`;
    const before = known.get(file);
    if (before?.stamp === stamp) return before;
    try {
      const entry = { stamp, made: await read(file) };
      known.set(file, entry);
      return entry;
    } catch {
      // Deleted in between, or nobody may read it.
      return undefined;
    }
  };
}
