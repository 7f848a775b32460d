import { open } from 'node:fs/promises';

/** A header of more bytes than these is none of ours. */
const mostBytes = 10_000_000;

/** The iterations that a checkpoint has done, by the beginning of its file; 0 where that cannot be read. The numbers behind it would be megabytes. */
export async function iterationOf(file: string): Promise<number> {
  const handle = await open(file);
  try {
    const read = async (length: number, at: number): Promise<Buffer> => (await handle.read(Buffer.alloc(length), 0, length, at)).buffer;
    const length = Number((await read(8, 0)).readBigUInt64LE());
    if (length > mostBytes) return 0;
    const header = JSON.parse((await read(length, 8)).toString('utf8')) as { __metadata__?: { iteration?: unknown } } | null;
    const iteration = Number(header?.__metadata__?.iteration);
    return Number.isSafeInteger(iteration) ? iteration : 0;
  } catch {
    return 0;
  } finally {
    await handle.close();
  }
}
