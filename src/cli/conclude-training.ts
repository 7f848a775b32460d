import type { BestValidation, Run, Trained } from '../training/index.js';
import { counted } from './counted.js';
import { Stopped } from './failure.js';
import { formatDuration } from './options/duration.js';
import { quoted } from './options/quoted.js';
import type { Output } from './output.js';
import { count } from './progress.js';

/** What `train --json` prints. */
export interface TrainedRun {
  readonly run: string;
  readonly task: string;
  readonly algorithm: string;
  readonly seed: number;
  readonly iterations: number;
  readonly stopped: 'iterations' | 'time';
  readonly seconds: number;
  readonly validation?: { readonly iteration: number; readonly metric: string; readonly mean: number; readonly ci95: number };
  readonly report: string;
}

/** What is trained, and how its end is told. */
export interface Training extends Pick<TrainedRun, 'task' | 'algorithm' | 'seed'> {
  readonly run: Run;
  /** The progress line, which ends with the training. */
  readonly line: { end(): void };
  /** The best validation in words: `validation accuracy 98.1 %`. */
  describe(best: BestValidation): string;
  /** Seconds it was given. */
  readonly time?: number;
  /** Writes the report; gives its path. */
  writeReport(path: string): Promise<string>;
  train(): Promise<Trained<unknown>>;
}

/** A planned training may end a little early; one that leaves more of its time was ended by its iterations unawares. */
const shareOfTime = 0.8;

/** Trains to the end or until stopped, writes the report and says how it went. */
export async function concludeTraining({ task, algorithm, seed, run, line, describe, time = 0, writeReport, train }: Training, output: Output, signal: AbortSignal): Promise<TrainedRun> {
  try {
    const { iteration, seconds, stopped, best } = await train();
    line.end();
    const report = await writeReport(run.path);
    output.say(`${counted(iteration, 'iteration')} in ${formatDuration(seconds)}${stopped === 'time' ? ', stopped by --time' : ''}.`);
    if (stopped === 'iterations' && seconds < shareOfTime * time) output.warn(`These were all its iterations, before the ${formatDuration(time)} were over. To go on: ${resuming(task, run)} --iterations N`);
    if (best) output.say(`Best ${describe(best)}, at iteration ${count(best.iteration)}.`);
    output.say(`Report: ${report}\nNext: metalearn test ${quoted(run.path)}`);
    const validation = best && { iteration: best.iteration, metric: best.metric, mean: best.mean, ci95: best.ci95 };
    return { run: run.path, task, algorithm, seed, iterations: iteration, stopped, seconds, ...(validation ? { validation } : {}), report };
  } catch (error) {
    line.end();
    // Any other error while stopping, such as a full disk, is to be heard.
    if (!signal.aborted || error !== signal.reason) throw error;
    await writeReport(run.path);
    throw new Stopped(`Stopped and saved in ${run.path}. To go on: ${resuming(task, run)}`);
  }
}

function resuming(task: string, { path }: Run): string {
  return `metalearn train ${quoted(task)} --out ${quoted(path)} --resume`;
}
