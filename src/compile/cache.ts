/** What is kept: made once, of a known size, and freed at last. */
interface Kept {
  readonly bytes: number;
  release(): Promise<void>;
}

interface Entry<T> {
  readonly made: Promise<T>;
  /** Uses that have begun and not ended. */
  readonly uses: Set<Promise<unknown>>;
  bytes: number;
}

/**
 * Things by key, the least recently used first, whose bytes stay within a bound; the newest is always kept. What is in use
 * while it is dropped is freed when its last use ends.
 */
export class Cache<T extends Kept> {
  private readonly entries = new Map<string, Entry<T>>();

  constructor(private readonly bound: number) {}

  /** The result of `use` on the thing with this key, which is made where there is none. */
  use<U>(key: string, make: () => Promise<T>, use: (made: T) => Promise<U>): Promise<U> {
    const entry = this.entries.get(key) ?? this.begin(key, make);
    this.entries.delete(key);
    this.entries.set(key, entry);
    const result = entry.made.then(use);
    entry.uses.add(result);
    const ended = () => entry.uses.delete(result);
    result.then(ended, ended);
    return result;
  }

  /** Frees everything, after the uses that have begun. */
  async clear(): Promise<void> {
    const all = [...this.entries.values()];
    this.entries.clear();
    await Promise.all(all.map(free));
  }

  private begin(key: string, make: () => Promise<T>): Entry<T> {
    const entry: Entry<T> = { made: make(), uses: new Set(), bytes: 0 };
    entry.made.then(({ bytes }) => {
      entry.bytes = bytes;
      this.evict();
    }, () => {
      if (this.entries.get(key) === entry) this.entries.delete(key);
    });
    return entry;
  }

  private evict(): void {
    const old = [...this.entries].slice(0, -1);
    let total = [...this.entries.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    for (const [key, entry] of old) {
      if (total <= this.bound) return;
      if (entry.bytes === 0) continue;
      total -= entry.bytes;
      this.entries.delete(key);
      void free(entry);
    }
  }
}

async function free<T extends Kept>({ made, uses }: Entry<T>): Promise<void> {
  const kept = await made.catch(() => undefined);
  await Promise.allSettled(uses);
  await kept?.release();
}
