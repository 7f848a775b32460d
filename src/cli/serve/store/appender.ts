import type { FileHandle } from 'node:fs/promises';

/** What `appender` needs of a file. */
export type AppendFile = Pick<FileHandle, 'write' | 'datasync' | 'truncate'>;

/** Appends to a file so that what is acknowledged is on the disk. */
export interface Appender {
  /** Bytes of the file that are whole. */
  readonly size: number;
  /**
   * Resolves once the text would survive a loss of power; `written` is told before, where it begins. What comes in while the disk is busy is written together.
   * @throws what the file says; then nothing of the text is in the file.
   */
  append(text: string, written: (offset: number) => void): Promise<void>;
  /** Resolves when all that was given is on the disk. */
  settled(): Promise<void>;
}

interface Waiting {
  readonly bytes: Buffer;
  readonly written: (offset: number) => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export function appender(file: AppendFile, start: number): Appender {
  let size = start;
  let waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        const bytes = Buffer.concat(batch.map((each) => each.bytes));
        for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done, bytes.length - done, size + done)).bytesWritten;
        await file.datasync();
      } catch (error) {
        // What is half written must not stand before what comes next.
        await file.truncate(size).catch(() => undefined);
        for (const { reject } of batch) reject(error);
        continue;
      }
      for (const { bytes, written, resolve } of batch) {
        written(size);
        size += bytes.length;
        resolve();
      }
    }
    // At once with finding nothing to write: what comes a moment later must find nobody writing.
    writing = undefined;
  }

  return {
    get size() {
      return size;
    },
    append: (text, written) =>
      new Promise((resolve, reject) => {
        waiting.push({ bytes: Buffer.from(text), written, resolve, reject });
        writing ??= Promise.resolve().then(writeAll);
      }),
    async settled() {
      while (writing) await writing;
    },
  };
}
