import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { openZip, readBytes } from '../../tasks/files/index.js';
import { bytesSource, fileSource, sumOf, type ByteSource } from './byte-source.js';
import { RatingsFileError } from './ratings-file-error.js';

/** The files of a data set, in a folder or a zip archive, whose names are those within its innermost folder. */
export interface DataFolder {
  readonly path: string;
  readonly names: readonly string[];
  source(name: string): ByteSource;
  /** The sums of what holds these files: themselves, or the archive. */
  sums(names: readonly string[]): Record<string, string>;
}

/** The largest file that is unpacked: that of 33 million ratings has 0.9 GB. */
const maxBytes = 2 ** 31;

/** @throws RatingsFileError where there is no such folder or archive. */
export function openDataFolder(path: string): DataFolder {
  if (!existsSync(path)) throw new RatingsFileError(path, undefined, 'does not exist. Name a folder or a zip archive that holds the data set.');
  return statSync(path).isDirectory() ? plainFolder(path) : zippedFolder(path);
}

function plainFolder(path: string): DataFolder {
  return {
    path,
    names: readdirSync(path),
    source: (name) => fileSource(join(path, name)),
    sums: (names) => Object.fromEntries(names.map((name) => [name, sumOf(fileSource(join(path, name)))])),
  };
}

function zippedFolder(path: string): DataFolder {
  const zip = openZip(readBytes(path), path, maxBytes);
  const entries = new Map(zip.names.map((entry) => [basename(entry), entry]));
  return {
    path,
    names: [...entries.keys()],
    source(name) {
      const entry = entries.get(name)!;
      return bytesSource(zip.read(entry), `${entry} in ${path}`);
    },
    sums: () => ({ [basename(path)]: sumOf(fileSource(path)) }),
  };
}
