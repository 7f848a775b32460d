import type { Names } from '../names.js';

/**
 * Names that are met as bytes of a file, numbered as they come. They are kept as UTF-8 in one array and found by their hash: millions of users need no string each.
 */
export interface IdTable extends Names {
  /** The number of the name that these bytes are; a new one where it was never met. */
  add(bytes: Uint8Array, from: number, to: number): number;
  /** As `indexOf`, of bytes. */
  find(bytes: Uint8Array, from: number, to: number): number | undefined;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export function idTable(): IdTable {
  let [pool, ends, hashes] = [new Uint8Array(1024), new Int32Array(256), new Int32Array(256)];
  /** Open addressing with linear probing: the number of a name plus one, or zero. Never more than half full. */
  let slots = new Int32Array(512);
  let count = 0;
  const startOf = (index: number): number => (index === 0 ? 0 : ends[index - 1]);

  const isAt = (index: number, bytes: Uint8Array, from: number, to: number): boolean => {
    const start = startOf(index);
    if (ends[index] - start !== to - from) return false;
    for (let at = from; at < to; at++) if (pool[start + at - from] !== bytes[at]) return false;
    return true;
  };
  /** The slot of a name, or the free one where it would stand. */
  const slotOf = (hash: number, bytes: Uint8Array, from: number, to: number): number => {
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const index = slots[slot] - 1;
      if (hashes[index] === hash && isAt(index, bytes, from, to)) break;
    }
    return slot;
  };
  const grow = (): void => {
    [ends, hashes] = [ends, hashes].map((old) => copyInto(new Int32Array(2 * old.length), old));
    slots = new Int32Array(2 * slots.length);
    const mask = slots.length - 1;
    for (let index = 0; index < count; index++) {
      let slot = hashes[index] & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    }
  };
  const find = (bytes: Uint8Array, from: number, to: number): number | undefined => {
    const found = slots[slotOf(hashOf(bytes, from, to), bytes, from, to)];
    return found === 0 ? undefined : found - 1;
  };

  return {
    get count() {
      return count;
    },
    nameOf: (index) => decoder.decode(pool.subarray(startOf(index), ends[index])),
    indexOf(name) {
      const bytes = encoder.encode(name);
      return find(bytes, 0, bytes.length);
    },
    find,
    add(bytes, from, to) {
      const hash = hashOf(bytes, from, to);
      const slot = slotOf(hash, bytes, from, to);
      if (slots[slot] !== 0) return slots[slot] - 1;
      const start = startOf(count);
      const end = start + to - from;
      if (end > pool.length) pool = copyInto(new Uint8Array(Math.max(2 * pool.length, end)), pool);
      for (let at = from; at < to; at++) pool[start + at - from] = bytes[at];
      ends[count] = end;
      hashes[count] = hash;
      slots[slot] = ++count;
      if (count === ends.length) grow();
      return count - 1;
    },
  };
}

/** FNV-1a, with its high bits mixed into the low ones, which choose the slot. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
  return hash ^ (hash >>> 15);
}

function copyInto<T extends Int32Array | Uint8Array>(into: T, old: T): T {
  into.set(old);
  return into;
}
