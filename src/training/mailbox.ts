import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What is put into a mailbox: a few whole numbers (int32), and vectors. */
export interface Letter {
  readonly words: readonly number[];
  readonly vectors: readonly Float32Array[];
}

/** Bytes of one direction. The file is sparse, and takes as many as are used. */
const capacity = 2 ** 20;

/** Where a letter's head is, and where its vectors begin. Before it are three bytes that its writer alone writes: letters posted and letters collected, modulo 256, and whether it watches. */
const headAt = 64;
const vectorsAt = 192;

const inMemory = '/dev/shm';

/**
 * One letter each way between two processes, in a file that both have open and that has no name any more: what a pipe and its serialisation take tens of microseconds for, of vectors
 * of a few thousand numbers, takes a few. Nobody is told of a letter: who says that it watches must look for itself.
 */
export class Mailbox {
  private readonly own = new Uint8Array(3);
  private readonly other = new Uint8Array(3);
  private readonly head = new Int32Array((vectorsAt - headAt) / 4);
  private readonly mine: number;
  private readonly theirs: number;

  /** @param side 0 or 1: the two of a mailbox have one each. */
  constructor(
    private readonly file: number,
    side: 0 | 1,
  ) {
    this.mine = side * capacity;
    this.theirs = capacity - this.mine;
  }

  /** The descriptor of a new file for a mailbox, or nothing where there is no place for one. */
  static file(): number | undefined {
    const folder = existsSync(inMemory) ? inMemory : tmpdir();
    const path = join(folder, `metalearn-${randomUUID()}`);
    let file: number | undefined;
    try {
      file = openSync(path, 'wx+', 0o600);
      unlinkSync(path);
      // The heads have their place from now on, even if the file system should become full.
      for (const side of [0, 1]) writeSync(file, new Uint8Array(vectorsAt), 0, vectorsAt, side * capacity);
      return file;
    } catch {
      if (file !== undefined) closeSync(file);
      return undefined;
    }
  }

  /** Says whether this side looks for letters. Who stops must look once more afterwards. */
  watch(isWatching: boolean): void {
    if (this.own[2] === Number(isWatching)) return;
    this.own[2] = Number(isWatching);
    this.tell();
  }

  /** Whether the other side looks for letters. */
  isWatched(): boolean {
    this.see();
    return this.other[2] === 1;
  }

  /**
   * Puts a letter into the box, where the last was collected, the other side looks and it fits.
   * @param stamp what the other side must give to collect it.
   * @returns whether it was.
   */
  post({ words, vectors }: Letter, stamp: number): boolean {
    const { head } = this;
    if (vectorsAt + 4 * vectors.reduce((sum, { length }) => sum + length, 0) > capacity || 3 + words.length + vectors.length > head.length) return false;
    // What was seen of the other side may be out of date. That it still watches must be seen once more after posting.
    if (!this.isFree()) this.see();
    if (!this.isFree()) return false;
    head[0] = stamp;
    head[1] = words.length;
    head[2] = vectors.length;
    head.set(words, 3);
    for (const [i, { length }] of vectors.entries()) head[3 + words.length + i] = length;
    if (!this.write(vectors)) return false;
    writeSync(this.file, head, 0, head.byteLength, this.mine + headAt);
    this.own[0]++;
    this.tell();
    return true;
  }

  /** The letter in the box, if there is one with this stamp. */
  collect(stamp: number): Letter | undefined {
    this.see();
    if (this.other[0] === this.own[1]) return undefined;
    const { head } = this;
    readSync(this.file, head, 0, head.byteLength, this.theirs + headAt);
    if (head[0] !== stamp) return undefined;
    const [words, lengths] = [3, 3 + head[1]];
    let at = this.theirs + vectorsAt;
    const vectors = Array.from(head.subarray(lengths, lengths + head[2]), (length) => {
      const vector = new Float32Array(length);
      at += readSync(this.file, vector, 0, vector.byteLength, at);
      return vector;
    });
    this.own[1]++;
    this.tell();
    return { words: [...head.subarray(words, lengths)], vectors };
  }

  close(): void {
    closeSync(this.file);
  }

  /** Whether the other side watches and has collected the last letter, as far as was seen. */
  private isFree(): boolean {
    return this.other[1] === this.own[0] && this.other[2] === 1;
  }

  private see(): void {
    readSync(this.file, this.other, 0, 3, this.theirs);
  }

  /** @returns whether there was room. */
  private write(vectors: readonly Float32Array[]): boolean {
    let at = this.mine + vectorsAt;
    try {
      for (const vector of vectors) {
        const written = writeSync(this.file, vector, 0, vector.byteLength, at);
        if (written < vector.byteLength) return false;
        at += written;
      }
      return true;
    } catch {
      return false;
    }
  }

  private tell(): void {
    writeSync(this.file, this.own, 0, 3, this.mine);
  }
}
