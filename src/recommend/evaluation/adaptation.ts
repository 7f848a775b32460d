import type { JudgedQuestion, Rater } from '../raters/rater.js';
import { answersOf } from './answers.js';
import { meanAbsoluteError } from './errors.js';
import { estimateOf } from './estimate.js';
import type { AdaptationResult } from './result.js';

/** The errors of a rater that is told nothing, by what is asked: sets of other numbers of known ratings ask the same, which is answered once. */
export type UntoldErrors = Map<Int32Array, number>;

/** The mean absolute error of each question where nothing is known but who the user is. */
export async function untoldErrors(rater: Rater, questions: readonly JudgedQuestion[], found: UntoldErrors): Promise<number[]> {
  const missing = questions.filter(({ asked }) => !found.has(asked));
  const nothing = { items: new Int32Array(0), ratings: new Float32Array(0) };
  const answers = await answersOf(rater, missing.map(({ known: { user }, asked }) => ({ known: { user, ...nothing }, asked })));
  missing.forEach(({ asked, truth }, i) => found.set(asked, meanAbsoluteError(answers[i], truth)));
  return questions.map(({ asked }) => found.get(asked)!);
}

const at = Array.from({ length: 21 }, (_, i) => i / 20);
/** Errors this near are the same: what float32 rounds. */
const same = 1e-5;

/** Who gains and who loses, by each user's mean absolute error untold and told. */
export function adaptationOf(rater: string, untold: Float64Array, told: Float64Array): AdaptationResult {
  const gains = untold.map((error, user) => error - told[user]);
  const sorted = gains.toSorted();
  return {
    rater,
    gain: estimateOf(gains)!,
    gainers: gains.filter((gain) => gain > same).length / gains.length,
    losers: gains.filter((gain) => gain < -same).length / gains.length,
    quantiles: { at, values: at.map((share) => quantile(sorted, share)) },
  };
}

/** Linear between the two values beside it (Hyndman and Fan 1996, type 7). */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
