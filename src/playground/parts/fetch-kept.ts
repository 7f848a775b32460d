import { readBytes, type OnBytes } from '../../web/read-bytes.js';

/** The cache that the service worker answers from, too. */
export const keptCache = 'metalearn-kept';

/**
 * The bytes at an address that never change, from this browser's cache or the network; kept, so that the page works offline from then on.
 * @throws Error, in words for the visitor, where they can neither be found nor loaded.
 */
export async function fetchKept(url: string, onBytes?: OnBytes): Promise<Uint8Array<ArrayBuffer>> {
  const known = await openCache();
  const found = await known?.match(url);
  const response = found ?? (await fetch(url).catch(() => undefined));
  const name = url.split('/').at(-1);
  if (!response) throw new Error(`${name} could not be loaded: there is no connection, and it was not loaded before. Connect and try again.`);
  if (!response.ok) throw new Error(`${name} could not be loaded: the server answered ${response.status}. Load the page again.`);
  const bytes = await readBytes(response, onBytes);
  // Nobody waits for it, and where storage is full or forbidden, the page works all the same, but not offline.
  if (!found) void known?.put(url, new Response(bytes, { headers: { 'content-type': response.headers.get('content-type') ?? '', 'content-length': `${bytes.length}` } })).catch(() => {});
  return bytes;
}

/** There is none without a secure context, or where the visitor forbids it. */
async function openCache(): Promise<Cache | undefined> {
  return typeof caches === 'undefined' ? undefined : caches.open(keptCache).catch(() => undefined);
}
