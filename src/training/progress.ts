import type { OnEvent } from './events.js';
import { Means } from './means.js';
import type { Stepped } from './outer-step.js';

const eventGap = 100;
const yieldGap = 50;

/** Measures a run's pace, tells it to the caller now and then, and lets timers and signals in between iterations. */
export class Progress {
  private readonly started = performance.now();
  private firstDone: number | undefined;
  private done = 0;
  private lastEvent = -Infinity;
  private lastYield = performance.now();
  private lossSum = 0;
  private lossCount = 0;
  private readonly means = new Means();

  constructor(
    private readonly iterations: number,
    private readonly timeLimit: number,
    private readonly onEvent: OnEvent | undefined,
  ) {}

  /** Since the start, in seconds. */
  get seconds(): number {
    return (performance.now() - this.started) / 1000;
  }

  get timeIsUp(): boolean {
    return this.seconds >= this.timeLimit;
  }

  /** One more iteration is done. */
  step(iteration: number, { loss, norm, record }: Stepped): void {
    this.done++;
    if (!this.onEvent) return;
    this.lossSum += loss;
    this.lossCount++;
    if (record) this.means.add(record);
    const now = performance.now();
    this.firstDone ??= now;
    if (now - this.lastEvent < eventGap && iteration !== this.iterations) return;
    // The first iteration compiles, which says nothing of the pace.
    const rate = this.done > 1 ? ((this.done - 1) / (now - this.firstDone)) * 1000 : this.done / this.seconds;
    const secondsLeft = Math.max(0, Math.min((this.iterations - iteration) / rate, this.timeLimit - this.seconds));
    this.onEvent({ type: 'iteration', iteration, loss: this.lossSum / this.lossCount, gradientNorm: norm, ...(record ? { record: this.means.means } : {}), rate, secondsLeft });
    this.lastEvent = now;
    this.lossSum = 0;
    this.lossCount = 0;
    this.means.clear();
  }

  /** Gives the event loop a turn where it had none for a while: programs may run without ever leaving this turn. */
  async breathe(): Promise<void> {
    if (performance.now() - this.lastYield < yieldGap) return;
    await new Promise<void>((resolve) => (typeof setImmediate === 'function' ? setImmediate(resolve) : setTimeout(resolve)));
    this.lastYield = performance.now();
  }
}
