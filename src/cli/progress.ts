import { Presets, SingleBar } from 'cli-progress';
import { formatDuration } from './options/duration.js';

/** How far some work is. */
export interface Reached {
  readonly done: number;
  /** Absent where the end is not by number. */
  readonly total?: number;
  /** The part that is done, 0 to 1, where it is not `done / total`: a run that ends by time. */
  readonly fraction?: number;
  /** Units a second. */
  readonly rate?: number;
  readonly secondsLeft?: number;
  readonly loss?: number;
  /** What else is worth telling, in a few words each. */
  readonly notes?: readonly string[];
  /** The latest validation metric, ready to read. */
  readonly validation?: string;
}

/** One line that tells how far some work is. */
export interface ProgressLine {
  show(reached: Reached): void;
  /** Leaves the last state on screen. */
  end(): void;
}

const secondsBetweenLines = 10;

/** A line that redraws itself on a terminal; elsewhere plain lines, seldom enough for a log. Goes to stderr. */
export function progressLine(label: string, stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  const line = stream.isTTY ? redrawn(label, stream) : plain(label, stream);
  const started = performance.now();
  // Work that does not say how long it will take goes on as it did so far.
  const estimate = (reached: Reached): number => ((performance.now() - started) / 1000) * (1 / fractionOf(reached) - 1);
  return { ...line, show: (reached) => line.show({ ...reached, secondsLeft: reached.secondsLeft ?? estimate(reached) }) };
}

/** `12,400/70,000  0:43 left  1,350/s  loss 0.612  validation 0.583`: what most people look for first, as a narrow terminal cuts off the end. */
export function describe({ done, total, rate, loss, notes = [], validation, secondsLeft }: Reached): string {
  const parts = [total === undefined ? count(done) : `${count(done)}/${count(total)}`];
  if (secondsLeft !== undefined && Number.isFinite(secondsLeft)) parts.push(`${formatDuration(secondsLeft)} left`);
  if (rate !== undefined) parts.push(`${rate >= 100 ? count(Math.round(rate)) : rate.toPrecision(2)}/s`);
  if (loss !== undefined) parts.push(`loss ${loss.toPrecision(3)}`);
  parts.push(...notes);
  if (validation !== undefined) parts.push(`validation ${validation}`);
  return parts.join('  ');
}

function redrawn(label: string, stream: NodeJS.WriteStream): ProgressLine {
  const format = `${label}  {bar}  {text}`;
  const bar = new SingleBar({ format, stream, hideCursor: true, barsize: stream.columns < 100 ? 10 : 20, fps: 8, gracefulExit: false }, Presets.shades_classic);
  const steps = 1000;
  bar.start(steps, 0, { text: '' });
  return {
    show: (reached) => bar.update(Math.round(steps * fractionOf(reached)), { text: describe(reached) }),
    end: () => bar.stop(),
  };
}

function plain(label: string, stream: NodeJS.WriteStream): ProgressLine {
  let last = performance.now();
  let pending: Reached | undefined;
  const write = (reached: Reached): void => {
    stream.write(`${label}  ${describe(reached)}\n`);
    last = performance.now();
    pending = undefined;
  };
  return {
    show: (reached) => {
      pending = reached;
      if (performance.now() - last >= secondsBetweenLines * 1000) write(reached);
    },
    end: () => pending && write(pending),
  };
}

function fractionOf({ done, total, fraction }: Reached): number {
  return Math.min(1, Math.max(0, fraction ?? (total ? done / total : 0)));
}

/** `70,000` */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** Does some work with a line of its own, which says how much is done and how long it will take. */
export async function withLine<T>(label: string, work: (onProgress: (done: number, total: number) => void) => Promise<T>): Promise<T> {
  const line = progressLine(label);
  return work((done, total) => line.show({ done, total })).finally(() => line.end());
}
