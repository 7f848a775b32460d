import type { FileHandle } from 'node:fs/promises';
import { decodeLine, type Entry, type Header } from './line.js';

/** Where a line stands in the file, with its end. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

export interface Scanned {
  /** Bytes up to the end of the last whole line. */
  readonly whole: number;
  /** Bytes after it: of a line that was being written when the process was killed. */
  readonly cut: number;
  /** Lines in between whose check sum is wrong. */
  readonly damaged: number;
}

const newline = 0x0a;

/** Reads a log from its beginning, line by line; only the line that is read is in memory. */
export async function scan(file: FileHandle, onLine: (said: Entry | Header, place: Place) => void | Promise<void>): Promise<Scanned> {
  const { size } = await file.stat();
  let [offset, damaged] = [0, 0];
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of file.createReadStream({ start: 0, autoClose: false, highWaterMark: 2 ** 18 }) as AsyncIterable<Buffer>) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let from = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
      const said = decodeLine(bytes.toString('utf8', from, end));
      const length = end + 1 - from;
      if (said) await onLine(said, { offset, length });
      else damaged++;
      offset += length;
      from = end + 1;
    }
    rest = bytes.subarray(from);
  }
  return { whole: offset, cut: size - offset, damaged };
}
