import type { NdArray } from '../graph/index.js';
import type { TaskFamily } from '../tasks/index.js';
import { calibrate, rowsAt, testCalibration, type CalibrationReport } from '../training/index.js';
import type { Theta } from './baselines.js';
import { taskNamed, type AnyAlgorithm } from './catalogue/index.js';
import { isClassFamily } from './class-family.js';
import { withLine } from './progress.js';
import type { Settings } from './settings/index.js';
import { familyOf } from './setup.js';

/** How far the probabilities of a learner can be trusted, each query by itself. */
export interface Probabilities extends CalibrationReport {
  /** What logits are divided by, as validation tasks say. */
  readonly temperature: number;
  /** What the refused queries are: those of a class that was held out of each task, or inputs that belong to no class at all. */
  readonly outsiders?: 'other classes' | 'no class';
  readonly episodes: number;
}

/** Fits a calibration on validation tasks and measures it on test tasks. */
export async function measureProbabilities(
  { settings, family }: { readonly settings: Settings; readonly family: TaskFamily },
  learner: { readonly algorithm: AnyAlgorithm; readonly theta: Theta; readonly steps: number; readonly signal?: AbortSignal },
  { episodes, seed }: { readonly episodes: number; readonly seed: number },
): Promise<Probabilities> {
  const some = Math.min(episodes, 200);
  const wider = await widerFamily(settings, family);
  const common = { ...learner, family, episodes: some, seed };
  const calibration = await withLine('fitting probabilities', (onProgress) => calibrate({ ...common, ...(wider ? { wider } : {}), onProgress }));
  const strangers = strangersOf(settings);
  const from = strangers ? { outsidersOf: (episode: number) => drawn(strangers, episode) } : wider ? { wider } : {};
  const report = await withLine('testing probabilities', (onProgress) => testCalibration({ ...common, calibration, ...from, onProgress }));
  return { ...report, temperature: calibration.temperature, ...(strangers ? { outsiders: 'no class' } : wider ? { outsiders: 'other classes' } : {}), episodes: some };
}

/** The same tasks with a class more, where a family's classes are drawn from many and there are enough. */
async function widerFamily(settings: Settings, family: TaskFamily): Promise<TaskFamily | undefined> {
  if (!isClassFamily(family) || settings.ways === undefined) return undefined;
  const { shots } = settings;
  const queries = settings.queries;
  const { ways } = settings;
  return familyOf(settings, { ways: typeof ways === 'number' ? ways + 1 : [ways[0] + 1, ways[1] + 1], shots, queries }).catch(() => undefined);
}

/** Inputs of the data set that belong to no class of it, where it has some. */
function strangersOf({ task, data, taskOptions }: Settings): NdArray | undefined {
  const { options, outsiders } = taskNamed(task);
  return outsiders?.({ data, options: options.parse(taskOptions) });
}

/** Twenty of them, others in each episode. */
function drawn(strangers: NdArray, episode: number): NdArray {
  return rowsAt(strangers, Array.from({ length: 20 }, (_, i) => (20 * episode + i) % strangers.shape[0]));
}

/** The same in words. */
export function describeProbabilities({ calibrationError, uncalibratedError, kept, refused, outsiders }: Probabilities): string {
  if (!Number.isFinite(calibrationError)) return 'Its probabilities are no numbers.';
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const error = `Its probabilities are off by ${percent(calibrationError)} on the mean (expected calibration error; ${percent(uncalibratedError)} before dividing logits by a temperature).`;
  if (refused === undefined) return error;
  return `${error} With a threshold that keeps ${percent(kept!)} of the queries it refuses ${percent(refused)} of those that belong to ${outsiders === 'no class' ? 'no class' : 'another class'}.`;
}
