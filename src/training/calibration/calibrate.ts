import { foldIn } from '../../random/index.js';
import { streamKey } from '../streams.js';
import { collectAnswers, type AnswersOptions, type TaskAnswers } from './answers.js';
import { expectedCalibrationError } from './calibration-error.js';
import { countedInputs } from './hold-out.js';
import { areaUnderCurve, thresholdFor, type Sureness } from './outsiders.js';
import { fitTemperature, probabilitiesOf } from './temperature.js';

/** What makes probabilities of logits, and from where on a query belongs to none of a task's classes. Plain data: it can be saved as JSON. */
export interface Calibration {
  /** What logits are divided by before the softmax. */
  readonly temperature: number;
  /** How sure a prediction is measured: by its largest probability, or by its largest logit. */
  readonly sureness: Sureness;
  /** A query that is less sure than this belongs to none of the classes. */
  readonly threshold: number;
}

/** How good probabilities and refusals are, over all queries of some tasks. */
export interface CalibrationReport {
  readonly accuracy: number;
  /** Expected calibration error of the probabilities by the calibration's temperature, and by a temperature of one. */
  readonly calibrationError: number;
  readonly uncalibratedError: number;
  /** Of the queries, those that are kept; of the outsiders, those that are refused, and how well the two are told apart (0.5 is a guess). Absent without outsiders. */
  readonly kept?: number;
  readonly refused?: number;
  readonly areaUnderCurve?: number;
}

export interface CalibrateOptions<Theta, Phi> extends Omit<AnswersOptions<Theta, Phi>, 'episodes' | 'split' | 'key' | 'outsidersOf'> {
  /** Validation tasks. Default 200. */
  readonly episodes?: number;
  /** The share of queries of a task's own classes that are to be kept. Default 0.95. */
  readonly keep?: number;
  /** Fixes the tasks. Default 0. */
  readonly seed?: number;
}

/**
 * Fits temperature and threshold on validation tasks. Outsiders are the queries of a class that is held out of each task, where `wider` tasks are given; else those of the task after it, of which some may
 * belong. Queries of classes that have no support in their task are left out, as a learner cannot know them. Of the two measures of being sure, the one that tells them apart better is taken. Every query is predicted by itself (inductive).
 * @throws RangeError where the family has no classes, `keep` is not in (0, 1) or `episodes` is not a whole number of at least 1.
 */
export async function calibrate<Theta, Phi>({ episodes = 200, keep = 0.95, seed = 0, ...options }: CalibrateOptions<Theta, Phi>): Promise<Calibration> {
  const { family } = options;
  if (family.target.kind !== 'classes') throw new RangeError(`calibrate is for classes, and ${family.name} has values.`);
  if (!(keep > 0 && keep < 1)) throw new RangeError(`keep must be a share between 0 and 1, got ${keep}.`);
  requireEpisodes(episodes);
  const key = streamKey(seed, 'validation');
  const outsidersOf = (episode: number) => countedInputs(family.sample('validation', foldIn(key, episode + 1)).query);
  const answers = await collectAnswers({ ...options, episodes, split: 'validation', key, outsidersOf });
  // No temperature helps a class that was given no chance.
  const temperature = fitTemperature(answers.flatMap(({ queries }) => queries.filter(({ supported }) => supported)));
  const measured = (['probability', 'logit'] as const).map((sureness) => {
    const { belonging, outside } = surenesses(answers, sureness, temperature);
    return { sureness, threshold: thresholdFor(belonging, keep), area: areaUnderCurve(belonging, outside) };
  });
  const { sureness, threshold } = measured.reduce((best, each) => (each.area > best.area ? each : best));
  return { temperature, sureness, threshold };
}

export interface TestCalibrationOptions<Theta, Phi> extends Omit<AnswersOptions<Theta, Phi>, 'episodes' | 'split' | 'key'> {
  readonly calibration: Calibration;
  /** Test tasks. Default 600. */
  readonly episodes?: number;
  /** Fixes the tasks. Default 0. */
  readonly seed?: number;
}

/** How a calibration does on test tasks, and on outsiders where there are some. @throws RangeError where `episodes` is not a whole number of at least 1. */
export async function testCalibration<Theta, Phi>({ calibration, episodes = 600, seed = 0, ...options }: TestCalibrationOptions<Theta, Phi>): Promise<CalibrationReport> {
  requireEpisodes(episodes);
  const answers = await collectAnswers({ ...options, episodes, split: 'test', key: streamKey(seed, 'test') });
  const queries = answers.flatMap(({ queries }) => queries);
  const judged = (temperature: number) => queries.map(({ logits }) => Math.max(...probabilitiesOf(logits, temperature)));
  const right = queries.map(({ logits, label }) => logits.indexOf(Math.max(...logits)) === label);
  const { belonging, outside } = surenesses(answers, calibration.sureness, calibration.temperature);
  const share = (values: readonly number[], holds: (value: number) => boolean): number => values.filter(holds).length / values.length;
  return {
    accuracy: right.filter(Boolean).length / right.length,
    calibrationError: expectedCalibrationError(judged(calibration.temperature), right),
    uncalibratedError: expectedCalibrationError(judged(1), right),
    ...(outside.length > 0
      ? {
          kept: share(belonging, (sure) => sure >= calibration.threshold),
          refused: share(outside, (sure) => sure < calibration.threshold),
          areaUnderCurve: areaUnderCurve(belonging, outside),
        }
      : {}),
  };
}

/**
 * What a calibration makes of the logits of one query: the probability of each class, and the likeliest class, or -1 for none of these. Absent classes may be among the logits, as `predict` gives
 * them: their probability is zero.
 */
export function decide(logits: readonly number[], { temperature, sureness, threshold }: Calibration): { readonly label: number; readonly probabilities: number[] } {
  const probabilities = probabilitiesOf(logits, temperature);
  const sure = surenessOf(logits, sureness, temperature);
  return { label: sure < threshold ? -1 : logits.indexOf(Math.max(...logits)), probabilities };
}

function requireEpisodes(episodes: number): void {
  if (!Number.isInteger(episodes) || episodes < 1) throw new RangeError(`episodes must be a whole number of at least 1, got ${episodes}.`);
}

function surenessOf(logits: readonly number[], sureness: Sureness, temperature: number): number {
  return sureness === 'logit' ? Math.max(...logits) : Math.max(...probabilitiesOf(logits, temperature));
}

function surenesses(answers: readonly TaskAnswers[], sureness: Sureness, temperature: number): { belonging: number[]; outside: number[] } {
  return {
    belonging: answers.flatMap(({ queries }) => queries.filter(({ supported }) => supported).map(({ logits }) => surenessOf(logits, sureness, temperature))),
    outside: answers.flatMap(({ outsiders }) => outsiders.map((logits) => surenessOf(logits, sureness, temperature))),
  };
}
