import { baselines, meanAbsoluteError, ndcg, tuned, type JudgedQuestion, type Measure, type Rater, type RaterKind, type RaterSettings, type RatingTasks } from '../../recommend/index.js';
import { withLine } from '../progress.js';

/** A rater to compare with, and how it was chosen. */
export interface TunedRater {
  readonly rater: Rater;
  readonly choice: Choice;
}

/** What tuning a rater came to, as a report says it. */
export interface Choice {
  readonly rater: string;
  readonly settings: RaterSettings;
  /** How many settings were tried, and what the chosen one measured on validation users. */
  readonly tried: number;
  readonly measure: string;
  readonly value: number;
}

/** Every conventional rater of a data set, and those of `more`, each tuned on the questions with the same budget. */
export async function tunedRaters(family: RatingTasks, more: readonly RaterKind[], questions: readonly JudgedQuestion[], signal?: AbortSignal): Promise<TunedRater[]> {
  const measure = measureOf(family);
  const raters: TunedRater[] = [];
  for (const kind of [...baselines(family), ...more]) {
    const { rater, settings, tried } = await withLine(`tuning: ${kind.name}`, (onProgress) => tuned(kind, questions, measure, { onProgress, signal }));
    const { value } = tried.find((each) => each.settings === settings)!;
    raters.push({ rater, choice: { rater: rater.name, settings, tried: tried.length, measure: measure.name, value } });
  }
  return raters;
}

/** Errors where there are ratings; where there are none, the order. */
function measureOf({ ratings: { feedback, scale } }: RatingTasks): Measure {
  const mean = (of: (scores: Float32Array, truth: Float32Array) => number): Measure['of'] => (questions, scores) =>
    questions.reduce((total, { truth }, i) => total + of(scores[i], truth), 0) / questions.length;
  if (feedback === 'explicit') return { name: 'MAE', better: 'low', of: mean(meanAbsoluteError) };
  return { name: 'nDCG@3', better: 'high', of: mean((scores, truth) => ndcg(scores, truth.map((each) => each - Math.min(0, scale.low)), 3)) };
}
