import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { metaTest, NonFiniteError, replaceFile } from '../../training/index.js';
import type { Theta } from '../baselines.js';
import type { SaidOption } from '../catalogue/index.js';
import { figure, parseKept } from '../parse-figures.js';
import { readTheta, openTrainedRun } from '../run-folder.js';
import { buildTest } from '../setup.js';
import type { Asked } from '../settings/index.js';
import { trainRun } from '../train-run.js';
import { trainedSoFar } from '../trained-so-far.js';
import type { Point } from './space.js';

const score = z.object({ /** Of training, by then. */ seconds: z.number(), iterations: z.number(), mean: figure, ci95: figure });

const trialShape = z.object({
  number: z.number(),
  point: z.record(z.string(), z.number()) as z.ZodType<Point>,
  /** After each round that it took part in. */
  scores: z.array(score),
  /** What ended it, such as a loss that was no number. */
  error: z.string().optional(),
});

/** Where a trial stands. */
export type Trial = Readonly<z.infer<typeof trialShape>>;
type Score = z.infer<typeof score>;

/** What all trials have in common. */
export interface Search {
  readonly folder: string;
  /** TASK as it was written. */
  readonly written: string;
  readonly asked: Asked;
  readonly seed: number;
  /** Validation tasks. */
  readonly episodes: number;
  readonly workers?: number;
  /** Seconds of training of a trial that goes through all rounds: what a falling rate falls over. */
  readonly horizon: number;
}

const silent = { say: () => undefined, json: () => undefined, warn: () => undefined };

/** A trial as far as its file in the folder of the search knows it. */
export async function readTrial(folder: string, number: number, point: Point): Promise<Trial> {
  const text = await readFile(fileOf(folder, number), 'utf8').catch(() => undefined);
  return text === undefined ? { number, point, scores: [] } : parseKept(text, fileOf(folder, number), trialShape);
}

/** Trains a trial up to so many seconds, and measures it on validation tasks; a round that is done is not repeated. */
export async function advance(search: Search, trial: Trial, round: number, seconds: number, signal: AbortSignal): Promise<Trial> {
  if (trial.scores.length > round || trial.error !== undefined) return trial;
  const file = fileOf(search.folder, trial.number);
  let next: Trial;
  try {
    next = { ...trial, scores: [...trial.scores, await trainAndScore(search, file.replace(/\.json$/, ''), trial, seconds, signal)] };
  } catch (error) {
    if (!(error instanceof NonFiniteError)) throw error;
    next = { ...trial, error: error.message };
  }
  await replaceFile(file, `${JSON.stringify(next, undefined, 2)}\n`);
  return next;
}

function fileOf(folder: string, number: number): string {
  return join(folder, `trial-${String(number + 1).padStart(3, '0')}.json`);
}

async function trainAndScore({ written, asked, seed, episodes, workers, horizon }: Search, run: string, { point, scores }: Trial, seconds: number, signal: AbortSignal): Promise<Score> {
  // Measured at the end of each round, and never in between.
  const never = { validateEvery: Number.MAX_SAFE_INTEGER, workers };
  // Its metrics have a line every few iterations only, and may know less than its last score.
  let reached = scores.at(-1)?.seconds ?? 0;
  if (!existsSync(join(run, 'config.json'))) {
    reached = (await trainRun(written, { ...askedAt(asked, point), seed, out: run, time: seconds, horizon, ...never }, silent, signal)).seconds;
  } else {
    reached = Math.max(reached, (await trainedSoFar(run)).seconds);
    const left = seconds - reached;
    if (left > 0) {
      reached = (await trainRun(written, { resume: true, out: run, time: left, ...never }, silent, signal)).seconds;
    }
  }
  const opened = await openTrainedRun(run);
  const { settings, schedule } = opened;
  const { family, algorithm } = await buildTest(settings);
  const theta = (await readTheta(opened)).theta as Theta;
  const steps = algorithm.innerSteps === 0 ? 0 : Math.max(schedule.testSteps, algorithm.innerSteps);
  const report = await metaTest({ family, algorithm, theta, episodes, steps, measuredAfter: [steps], seed, split: 'validation', protocol: 'transductive', signal });
  const { mean, ci95 } = report.transductive!.at(-1)!;
  return { seconds: reached, iterations: (await trainedSoFar(run)).iterations, mean, ci95 };
}

/** What was asked for, with the values of a trial. */
export function askedAt(asked: Asked, { outerLearningRate, ...inner }: Point): Asked {
  const options = Object.entries(inner).map(([name, value]): SaidOption => ({ name, value: value as number, said: `${name} ${value}` }));
  return { ...asked, ...(outerLearningRate === undefined ? {} : { outerLearningRate }), options: [...(asked.options ?? []), ...options] };
}
