import { inflateSync } from 'fflate';
import { crc32 } from './crc32.js';

/** A zip archive in memory. Its directory is read at once, an entry only when asked for. */
export interface Zip {
  /** The paths of the files in it, in the order of the archive; folders are left out. */
  readonly names: readonly string[];
  /** The content of one file. @throws Error where there is none of this name or it is damaged. */
  read(name: string): Uint8Array;
}

interface Entry {
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/** The largest file that is unpacked by default, in bytes. */
const defaultMaxBytes = 256 * 2 ** 20;

/**
 * Opens a zip archive of stored and deflated entries.
 * @param file its name, for messages.
 * @param maxBytes the largest unpacked size that an entry may claim.
 * @throws Error that names the archive, where it is no zip, cut short, of an unsupported kind, or an entry's path leads outside
 *   the archive or its size is absurd.
 */
export function openZip(bytes: Uint8Array, file: string, maxBytes = defaultMaxBytes): Zip {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(bytes, view, file);
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  if (count === 0xffff || start === 0xffffffff) throw new Error(`${file} is a zip64 archive, which is not supported. Pack it in parts below 4 GB and 65,535 files.`);
  const entries = new Map<string, Entry>();
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) throw damaged(file, `entry ${i + 1} of ${count} is missing from its directory`);
    const length = view.getUint16(at + 28, true);
    const next = at + 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw damaged(file, `entry ${i + 1} of ${count} is missing from its directory`);
    const name = text.decode(bytes.subarray(at + 46, at + 46 + length));
    const entry = {
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    };
    check(name, entry, view.getUint16(at + 8, true), { file, maxBytes, before: start, taken: entries.has(name) });
    if (!name.endsWith('/')) entries.set(name, entry);
    at = next;
  }

  return {
    names: [...entries.keys()],
    read(name) {
      const entry = entries.get(name);
      if (!entry) throw new Error(`${file} has no entry "${name}".`);
      const { offset, packed, size, method, crc } = entry;
      if (view.getUint32(offset, true) !== 0x04034b50) throw damaged(file, `the data of "${name}" are not where its directory says`);
      const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
      if (from + packed > start) throw damaged(file, `"${name}" ends beyond the data`);
      const data = bytes.subarray(from, from + packed);
      const content = method === 0 ? data : inflate(data, size, name, file);
      if (content.length !== size || crc32(content) !== crc) throw damaged(file, `"${name}" does not have the size and checksum that it should`);
      return content;
    },
  };
}

const text = new TextDecoder();

function damaged(file: string, how: string): Error {
  return new Error(`${file} is cut short or damaged: ${how}. Download or pack it again.`);
}

/** Where the end record stands: in the last 22 bytes, or before a comment. */
function findEnd(bytes: Uint8Array, view: DataView, file: string): number {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 0xffff); at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw damaged(file, 'the directory at its end is missing');
  throw new Error(`${file} is not a zip archive.`);
}

interface Limits {
  readonly file: string;
  readonly maxBytes: number;
  /** Data must lie before the directory. */
  readonly before: number;
  readonly taken: boolean;
}

function check(name: string, { method, packed, size, offset }: Entry, flags: number, { file, maxBytes, before, taken }: Limits): void {
  const outside = name.startsWith('/') || name.includes('\\') || name.includes('\0') || /^[a-zA-Z]:/.test(name) || name.split('/').includes('..');
  if (outside) throw new Error(`${file} has the entry "${name}", whose path leads outside the archive. It is not read at all.`);
  if (taken) throw new Error(`${file} has two entries named "${name}". It is not read at all.`);
  if ((flags & 1) !== 0) throw new Error(`${file} is encrypted ("${name}"). Pack it without a password.`);
  if (method !== 0 && method !== 8) throw new Error(`${file} packs "${name}" by method ${method}; only stored and deflated entries are supported.`);
  // Deflate shrinks by at most 1032 to 1.
  if (size > maxBytes || size > packed * 1032 + 64) {
    throw new Error(`${file} says that "${name}" unpacks to ${size} bytes from ${packed}; at most ${maxBytes} are unpacked. It is not read at all.`);
  }
  if (offset + 30 + packed > before) throw damaged(file, `"${name}" ends beyond the data`);
}

function inflate(data: Uint8Array, size: number, name: string, file: string): Uint8Array {
  try {
    return inflateSync(data, { out: new Uint8Array(size) });
  } catch (error) {
    throw damaged(file, `"${name}" cannot be unpacked (${error instanceof Error ? error.message : error})`);
  }
}
