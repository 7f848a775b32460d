/** What is kept of values of one name: their sum, and of how many. */
export type Summed = readonly [sum: number, count: number];

/** Means of named numbers over some iterations. */
export class Means {
  private readonly summed: Map<string, Summed>;

  constructor(restored: Readonly<Record<string, Summed>> = {}) {
    this.summed = new Map(Object.entries(restored));
  }

  /** One more of each. What is not finite has no part in a mean, nor could a checkpoint hold it. */
  add(record: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(record)) {
      if (!Number.isFinite(value)) continue;
      const [sum, count] = this.summed.get(name) ?? [0, 0];
      this.summed.set(name, [sum + value, count + 1]);
    }
  }

  clear(): void {
    this.summed.clear();
  }

  /** Absent where there is nothing, so that what has no such numbers says nothing of them. */
  get sums(): Readonly<Record<string, Summed>> | undefined {
    return this.summed.size > 0 ? Object.fromEntries(this.summed) : undefined;
  }

  get means(): Record<string, number> {
    return Object.fromEntries([...this.summed].map(([name, [sum, count]]) => [name, sum / count]));
  }
}
