import { foldIn, generatorOf, key, uniformOf } from '../../random/index.js';
import type { JudgedQuestion, Rater } from '../raters/rater.js';
import type { Ratings } from '../ratings.js';
import { answersOf } from './answers.js';
import type { UserValues } from './answer-metrics.js';
import type { UsersAsked } from './by-user.js';
import { hitRate } from './hit-rate.js';
import type { Estimate } from './result.js';
import { topItems } from './top-items.js';

const k = 10;
/** Users whose scores of the whole catalogue are in memory at a time. */
const together = 8;

/** Users whose whole catalogue is ranked: of each the first question. */
export interface Ranked {
  readonly questions: readonly JudgedQuestion[];
  /** Their places among the users asked. */
  readonly places: readonly number[];
}

/** At most `count` users to rank the catalogue for, drawn by their numbers, so that sets of the same users have the same ones. */
export function rankedUsers(questions: readonly JudgedQuestion[], { first }: UsersAsked, count: number): Ranked {
  const root = key(0x72616e6b);
  const draws = Array.from(first, (question, place) => uniformOf(generatorOf(foldIn(root, questions[question].known.user ?? place))));
  const places = [...draws.keys()].sort((a, b) => draws[a] - draws[b]).slice(0, count).sort((a, b) => a - b);
  return { questions: places.map((place) => questions[first[place]]), places };
}

/**
 * Hit rate and coverage at 10, by ranking all items for some users. Hit rate: of those asked that are rated `liked` or higher. Coverage: the share of the catalogue's items that stand
 * among the top 10 of at least one user, of those that the user had not been known to rate (Ge, Delgado-Battenfeld and Jannach 2010); it grows with the number of users.
 */
export async function catalogueMetrics(rater: Rater, { questions, places }: Ranked, users: number, ratings: Ratings, liked: number): Promise<{ values: UserValues; coverage10?: Estimate }> {
  if (questions.length === 0) return { values: {} };
  const hits = new Float64Array(users).fill(NaN);
  const shown = new Set<number>();
  const asked = Int32Array.from({ length: ratings.items.count }, (_, item) => item);
  for (let from = 0; from < questions.length; from += together) {
    const part = questions.slice(from, from + together);
    const scores = await answersOf(rater, part.map(({ known }) => ({ known, asked })));
    part.forEach((question, i) => {
      for (const item of topItems(scores[i], new Set(question.known.items), k)) shown.add(item);
      const wanted = Array.from(question.asked).filter((_, row) => question.truth[row] >= liked);
      if (wanted.length > 0) hits[places[from + i]] = hitRate(scores[i], wanted, ratedBy(question, ratings), k);
    });
  }
  return { values: { hitRate10: hits }, coverage10: { mean: shown.size / asked.length, users: questions.length } };
}

/** All items that the user of a question has rated, whether known, asked or neither. */
function ratedBy({ known, asked, truth }: JudgedQuestion, { starts, item, feedback }: Ratings): Set<number> {
  const all = known.user === undefined ? known.items : item.subarray(starts[known.user], starts[known.user + 1]);
  // Of implicit feedback, what stands beside what was taken was not rated.
  return new Set([...all, ...asked.filter((_, row) => feedback === 'explicit' || truth[row] > 0)]);
}
