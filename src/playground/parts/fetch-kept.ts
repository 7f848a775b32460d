/** The cache that the service worker answers from, too. */
export const keptCache = 'metalearn-kept';

/** What was fetched, and of how much; the total is 0 where the server does not say. */
export type OnBytes = (loaded: number, total: number) => void;

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
  const bytes = await readAll(response, onBytes);
  // Nobody waits for it, and where storage is full or forbidden, the page works all the same, but not offline.
  if (!found) void known?.put(url, new Response(bytes, { headers: { 'content-type': response.headers.get('content-type') ?? '', 'content-length': `${bytes.length}` } })).catch(() => {});
  return bytes;
}

/** There is none without a secure context, or where the visitor forbids it. */
async function openCache(): Promise<Cache | undefined> {
  return typeof caches === 'undefined' ? undefined : caches.open(keptCache).catch(() => undefined);
}

async function readAll(response: Response, onBytes: OnBytes = () => {}): Promise<Uint8Array<ArrayBuffer>> {
  // Of a compressed answer the length says nothing.
  const total = response.headers.get('content-encoding') ? 0 : Number(response.headers.get('content-length'));
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let loaded = 0;
  let told = -Infinity;
  for (let reader = response.body!.getReader(), part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    loaded += part.value.length;
    // Thousands of parts arrive from nearby, and whoever is told draws each time.
    if (performance.now() - told < 50 && loaded !== total) continue;
    told = performance.now();
    onBytes(loaded, total);
  }
  const bytes = new Uint8Array(loaded);
  parts.reduce((start, part) => (bytes.set(part, start), start + part.length), 0);
  return bytes;
}
