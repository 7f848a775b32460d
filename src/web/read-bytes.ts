/** What was loaded so far, in bytes; the total where the server says it. */
export type OnBytes = (loaded: number, total?: number) => void;

/** Milliseconds between two tellings: hundreds of parts arrive at once from nearby, and whoever is told draws each time. */
const pause = 50;

/** The whole body of an answer, told of as it comes and once it is there. */
export async function readBytes(response: Response, onBytes: OnBytes = () => {}): Promise<Uint8Array<ArrayBuffer>> {
  // Of a compressed answer the length says nothing.
  const total = response.headers.get('content-encoding') ? undefined : Number(response.headers.get('content-length')) || undefined;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let loaded = 0;
  let told = -Infinity;
  for (let reader = response.body!.getReader(), part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    loaded += part.value.length;
    if (performance.now() - told < pause) continue;
    told = performance.now();
    onBytes(loaded, total);
  }
  onBytes(loaded, total);
  const bytes = new Uint8Array(loaded);
  let start = 0;
  for (const part of parts) {
    bytes.set(part, start);
    start += part.length;
  }
  return bytes;
}
