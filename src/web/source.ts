import { unzipSync } from 'fflate';
import { WebModelError } from './errors.js';
import { readBytes, type OnBytes } from './read-bytes.js';

/** Loads the bytes at an address. */
export type FetchBytes = (url: string, onBytes?: OnBytes, signal?: AbortSignal) => Promise<Uint8Array>;

/** An artifact's folder (ends at a file's name or not), the address of a .zip of one, a .zip itself, or its files by name. */
export type Source = string | URL | Blob | ReadonlyMap<string, Uint8Array>;

/** Where the files of an artifact come from. */
export interface Files {
  /** @throws WebModelError where there is no such file. */
  read(name: string, onBytes?: OnBytes): Promise<Uint8Array>;
  /** Whether there is one; undefined where only asking tells. */
  has(name: string): boolean | undefined;
}

/** @throws WebModelError where the source cannot be read. */
export async function filesOf(source: Source, fetchBytes: FetchBytes, signal?: AbortSignal): Promise<Files> {
  if (source instanceof Map) return among(source as ReadonlyMap<string, Uint8Array>);
  if (source instanceof Blob) return among(unzipped(new Uint8Array(await source.arrayBuffer())));
  const address = new URL(String(source), typeof location === 'undefined' ? undefined : location.href).href;
  if (/\.zip$/i.test(new URL(address).pathname)) return among(unzipped(await fetchBytes(address, undefined, signal)));
  const folder = address.replace(/(artifact\.json|\/)?$/, '/').replace(/\/+$/, '/');
  return { has: () => undefined, read: (name, onBytes) => fetchBytes(new URL(name, folder).href, onBytes, signal) };
}

function among(files: ReadonlyMap<string, Uint8Array>): Files {
  return {
    has: (name) => files.has(name),
    async read(name) {
      const found = files.get(name);
      if (!found) throw new WebModelError(`There is no ${name} among ${files.size === 0 ? 'no files' : [...files.keys()].slice(0, 5).join(', ')}: give all files of one artifact, as metalearn export writes them.`);
      return found;
    },
  };
}

/** The files of a .zip by their names, the folder that they may lie in left out. @throws WebModelError where it is damaged. */
export function unzipped(bytes: Uint8Array): Map<string, Uint8Array> {
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes, { filter: ({ name, originalSize }) => !name.endsWith('/') && originalSize < 1 << 28 });
  } catch (error) {
    throw new WebModelError(`The file is no .zip, or was cut short (${(error as Error).message ?? error}). Take the one that metalearn export wrote.`);
  }
  return new Map(Object.entries(entries).map(([path, content]) => [path.split('/').pop()!, content]));
}

/** The bytes at an address, told of as they come. @throws WebModelError where the server has none. */
export const fetchBytes: FetchBytes = async (url, onBytes, signal) => {
  const response = await fetch(url, { signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new WebModelError(`${url} could not be loaded (${(error as Error).message}): there may be no connection.`);
  });
  if (!response.ok) throw new WebModelError(`${url} could not be loaded: the server answered ${response.status}.`);
  return readBytes(response, onBytes);
};
