import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** What identifies a data set on disk. */
export interface DataRequest {
  /** The files that its folder must have. */
  readonly files: readonly string[];
  /** Where they can be had, for the message. */
  readonly address: string;
}

/** Variables by name. Not the type of Node.js, which whoever imports this may not have. */
type Environment = Readonly<Record<string, string | undefined>>;

/** The user's folder for data that can be fetched again, by the custom of each system. */
export function cacheDirectory(environment: Environment = process.env, platform: string = process.platform): string {
  if (platform === 'win32') return join(environment.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'metalearn', 'Cache');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'metalearn');
  return join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'metalearn');
}

/**
 * The folder of the data set `name`: `DIR/name` or `DIR`, whichever has the files, where DIR is `explicit` if given, else
 * METALEARN_DATA or the user's cache folder.
 * @throws Error that says where it looked and how to get the data.
 */
export function findData(name: string, { files, address }: DataRequest, explicit?: string, environment: Environment = process.env): string {
  const fromEnvironment = environment.METALEARN_DATA ? [environment.METALEARN_DATA] : [];
  // A folder that was named must have the data: falling back would train on other data than asked for.
  const bases = explicit !== undefined ? [explicit] : [...fromEnvironment, cacheDirectory(environment)];
  const folders = bases.flatMap((base) => [resolve(base, name), resolve(base)]);
  const found = folders.find((folder) => files.every((file) => existsSync(join(folder, file))));
  if (found) return found;
  throw new Error(
    `The ${name} data are missing: no ${files.join(' and ')} in ${folders.join(', ')}. ` +
      `Get ${files.length === 1 ? 'it' : 'them'} from ${address}, and give the folder with --data DIR (dataDirectory in a program) or in METALEARN_DATA.`,
  );
}
