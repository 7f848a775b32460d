import { median, quantile } from 'd3-array';
import { compile } from '../../compile/index.js';
import { leavesOf, type NdArray } from '../../graph/index.js';
import { key } from '../../random/index.js';
import type { HostTask } from '../../tasks/index.js';
import { gradientProgram } from '../../training/programs.js';
import { ravel } from '../../training/ravel.js';
import { algorithmEntries, algorithmNamed, type AlgorithmEntry, type AnyAlgorithm, type TaskShape } from '../catalogue/index.js';
import { completeSettings } from '../settings/index.js';
import { algorithmOf } from '../setup.js';
import { textTable } from '../text-table.js';
import { omniglotInputs, sinusoidInputs } from './inputs.js';

/** The time of one algorithm's gradient on one task. */
export interface StepTime {
  readonly algorithm: string;
  /** `images`: 5-way 1-shot, 75 queries of 28x28, conv4; `curves`: 10 and 10 points, an MLP of 40 and 40, 25 tasks in one call. */
  readonly task: 'images' | 'curves';
  /** Milliseconds a task: the median, and the spread. */
  readonly milliseconds: number;
  readonly p10: number;
  readonly p90: number;
  /** Elements of what is meta-trained. */
  readonly parameters: number;
  /** From tracing to the first result, in seconds. */
  readonly startupSeconds: number;
}

interface Bench {
  readonly task: StepTime['task'];
  readonly target: 'classes' | 'values';
  readonly family: 'glyphs' | 'sinusoid';
  readonly shape: TaskShape;
  /** A call's tasks, and how many they are; with an axis of tasks where they are several. */
  readonly tasks: HostTask;
  readonly count: number;
}

const benches: readonly Bench[] = [
  { task: 'images', target: 'classes', family: 'glyphs', shape: { inputShape: [28, 28, 1], target: { kind: 'classes', ways: 5 }, description: {} }, tasks: omniglotInputs(), count: 1 },
  { task: 'curves', target: 'values', family: 'sinusoid', shape: { inputShape: [1], target: { kind: 'values', outputs: 1 }, description: {} }, tasks: sinusoidInputs(), count: 25 },
];

export interface TimingOptions {
  /** What to time, by name. Default: all. */
  readonly algorithms?: readonly string[];
  /** How long each is measured. */
  readonly seconds: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

/** Times the gradient of algorithms, one after the other, in this process with one thread: what a step of meta-training is made of. */
export async function timeAlgorithms({ algorithms, seconds, signal, onProgress }: TimingOptions): Promise<StepTime[]> {
  const entries = algorithms?.map(algorithmNamed) ?? algorithmEntries;
  const times: StepTime[] = [];
  for (const bench of benches) {
    for (const entry of entries.filter(({ serves }) => serves.includes(bench.target))) {
      signal?.throwIfAborted();
      onProgress?.(`${bench.task}: ${entry.name}`);
      times.push(await timeOf(entry, bench, seconds));
    }
  }
  return times;
}

async function timeOf({ name }: AlgorithmEntry, { task, family, shape, tasks, count }: Bench, seconds: number): Promise<StepTime> {
  const { settings } = completeSettings({ task: family }, { algorithm: name });
  const algorithm: AnyAlgorithm = algorithmOf(settings, shape);
  const like = algorithm.init(key(0));
  const theta: NdArray = { data: ravel(like), shape: [leavesOf<NdArray>(like).reduce((total, { data }) => total + data.length, 0)], dtype: 'float32' };
  const keys: NdArray = { data: new Int32Array(2 * count), shape: count === 1 ? [2] : [count, 2], dtype: 'int32' };
  const program = compile(gradientProgram(algorithm, like, count > 1), { threads: 1 });
  const started = performance.now();
  await program(theta, tasks, keys, 0);
  const startupSeconds = (performance.now() - started) / 1000;
  const measured: number[] = [];
  for (const end = performance.now() + seconds * 1000; performance.now() < end || measured.length < 3; ) {
    const before = performance.now();
    await program(theta, tasks, keys, 0);
    measured.push((performance.now() - before) / count);
  }
  await program.release();
  return { algorithm: name, task, milliseconds: median(measured)!, p10: quantile(measured, 0.1)!, p90: quantile(measured, 0.9)!, parameters: theta.data.length, startupSeconds };
}

/** The times as a table. */
export function presentAlgorithms(times: readonly StepTime[]): string {
  const rows = times.map(({ algorithm, task, milliseconds, p10, p90, parameters, startupSeconds }) => [
    algorithm,
    task,
    `${milliseconds.toPrecision(3)} (${p10.toPrecision(3)} to ${p90.toPrecision(3)})`,
    String(parameters),
    `${startupSeconds.toFixed(2)} s`,
  ]);
  return textTable(['algorithm', 'task', 'median ms a task', 'parameters', 'to the first step'], rows);
}
