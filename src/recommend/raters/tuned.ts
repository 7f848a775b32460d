import type { JudgedQuestion, Rater } from './rater.js';

/** What is chosen of a rater before it is fitted, as a report says it. */
export type RaterSettings = Readonly<Record<string, number | boolean>>;

/** A rater that can be fitted with one of some settings. */
export interface RaterKind {
  readonly name: string;
  /** What tuning tries: at most 12, so that all kinds have the same budget. */
  readonly settings: readonly RaterSettings[];
  /** @param settings one of them. */
  fit(settings: RaterSettings): Promise<Rater>;
}

/** By what settings are chosen: the mean over users of an error or a merit, for instance. */
export interface Measure {
  readonly name: string;
  readonly better: 'low' | 'high';
  /** @param scores of the rater, one array for each question. */
  of(questions: readonly JudgedQuestion[], scores: readonly Float32Array[]): number;
}

export interface TuneOptions {
  /** Told after each fit. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** One setting that was tried: what it measured, and how long fitting took. */
export interface Tried {
  readonly settings: RaterSettings;
  readonly value: number;
  readonly seconds: number;
}

export interface Tuned {
  /** The rater that did best, fitted. */
  readonly rater: Rater;
  readonly settings: RaterSettings;
  readonly tried: readonly Tried[];
}

/** The most settings of a kind. */
export const mostSettings = 12;

/** A kind whose settings have names. @throws RangeError where there are none, or more than 12. */
export function raterKind<S extends RaterSettings>(name: string, settings: readonly S[], fit: (settings: S) => Rater | Promise<Rater>): RaterKind {
  if (settings.length === 0 || settings.length > mostSettings) throw new RangeError(`${name} has ${settings.length} settings to try: give at least 1 and at most ${mostSettings}, as all raters are tuned with the same budget.`);
  return { name, settings, fit: async (chosen) => fit(chosen as S) };
}

/**
 * Fits a kind of rater once with each of its settings, and keeps what does best on questions of validation users; of equals the first. The others are released.
 * @throws RangeError where there is no question, or no setting gives a number; the signal's reason where it is aborted, between two fits.
 */
export async function tuned(kind: RaterKind, questions: readonly JudgedQuestion[], measure: Measure, { onProgress, signal }: TuneOptions = {}): Promise<Tuned> {
  if (questions.length === 0) throw new RangeError(`${kind.name} is tuned on validation questions, and there is none: give some of users with more ratings.`);
  const tried: Tried[] = [];
  let best: { rater: Rater; tried: Tried } | undefined;
  try {
    for (const settings of kind.settings) {
      signal?.throwIfAborted();
      const begin = performance.now();
      const rater = await kind.fit(settings);
      const seconds = (performance.now() - begin) / 1000;
      const value = measure.of(questions, await rater.rate(questions));
      const one = { settings, value, seconds };
      tried.push(one);
      const wins = Number.isFinite(value) && (best === undefined || isBetter(measure, value, best.tried.value));
      const loser = wins ? best?.rater : rater;
      if (wins) best = { rater, tried: one };
      await loser?.release?.();
      onProgress?.(tried.length, kind.settings.length);
      // Fits are computed at a stretch: a signal is heard between them.
      await new Promise<void>((resolve) => setTimeout(resolve));
    }
  } catch (error) {
    await best?.rater.release?.();
    throw error;
  }
  if (best === undefined) throw new RangeError(`No setting of ${kind.name} gives a number as ${measure.name} on ${questions.length} validation questions: ${tried.map(({ value }) => value).join(', ')}.`);
  return { rater: best.rater, settings: best.tried.settings, tried };
}

function isBetter({ better }: Measure, value: number, than: number): boolean {
  return better === 'low' ? value < than : value > than;
}
