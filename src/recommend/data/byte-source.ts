import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { readFileProblem } from './read-problem.js';
import { RatingsFileError } from './ratings-file-error.js';

/** The bytes of a file, or of a part of an archive, read from the beginning as often as one likes. */
export interface ByteSource {
  /** Its path, for messages. */
  readonly name: string;
  /** Starts to read. */
  open(): ByteReader;
}

export interface ByteReader {
  /** Fills `into` from `offset` on as far as it can. @returns how many bytes came; 0 at the end. */
  read(into: Uint8Array, offset: number): number;
  close(): void;
}

/** A file, which is never in memory as a whole. */
export function fileSource(path: string): ByteSource {
  return {
    name: path,
    open() {
      const attempt = <T>(action: () => T): T => {
        try {
          return action();
        } catch (error) {
          throw new RatingsFileError(path, undefined, readFileProblem(error), { cause: error });
        }
      };
      const file = attempt(() => openSync(path, 'r'));
      return { read: (into, offset) => attempt(() => readSync(file, into, offset, into.length - offset, null)), close: () => closeSync(file) };
    },
  };
}

/** What is in memory already. */
export function bytesSource(bytes: Uint8Array, name: string): ByteSource {
  return {
    name,
    open() {
      let at = 0;
      return {
        read(into, offset) {
          const part = bytes.subarray(at, at + into.length - offset);
          into.set(part, offset);
          at += part.length;
          return part.length;
        },
        close: () => undefined,
      };
    },
  };
}

/** The first bytes of a source, at most `most`. */
export function headOf(source: ByteSource, most: number): Uint8Array {
  const reader = source.open();
  try {
    const head = new Uint8Array(most);
    let filled = 0;
    for (let got = -1; got !== 0 && filled < most; filled += got) got = reader.read(head, filled);
    return head.subarray(0, filled);
  } finally {
    reader.close();
  }
}

/** The SHA-256 of all bytes of a source, as `sha256sum` prints it, without having them in memory at once. */
export function sumOf(source: ByteSource): string {
  const hash = createHash('sha256');
  const reader = source.open();
  try {
    const block = new Uint8Array(2 ** 20);
    for (let got = reader.read(block, 0); got > 0; got = reader.read(block, 0)) hash.update(block.subarray(0, got));
    return hash.digest('hex');
  } finally {
    reader.close();
  }
}
