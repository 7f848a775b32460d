import { foldIn, key, sampleWithoutReplacement } from '../../random/index.js';
import type { JudgedQuestion } from '../raters/rater.js';
import { ratingsOf, type Ratings } from '../ratings.js';
import { askedOf, knownOf } from './asked-of.js';
import type { QuestionSet } from './question-set.js';

export interface NewUserOptions {
  /** Numbers of known ratings; 0 asks of a user of whom nothing is known. Default [1, 3, 5, 10, 20]. */
  readonly known?: readonly number[];
  /** Ratings asked of a user: at most these, half of what there is, at least 3. Default 10. */
  readonly queries?: number;
  /** How often each user's ratings are drawn anew into known and asked. Default 1. */
  readonly draws?: number;
  /** Whether known and asked ratings are drawn, or those known are a user's first and those asked the last. Default 'random'. */
  readonly order?: 'random' | 'time';
  /** Default 0. */
  readonly seed?: number;
}

/** Fewer ratings are no user of this protocol: at least three are asked, of at most a half. */
const least = 6;

/**
 * The plain protocol of new users: each is asked for the same ratings whatever is known, and who has 5 known has the 3 known among them, so that the numbers of known ratings
 * can be compared. A user takes part in as many numbers as there are ratings left for: of each set, `users` says how many do.
 * @throws RangeError where sizes make no sense.
 */
export function newUserQuestions(ratings: Ratings, users: Iterable<number>, options: NewUserOptions = {}): QuestionSet[] {
  const { known: sizes = [1, 3, 5, 10, 20], queries = 10, draws = 1, order = 'random', seed = 0 } = options;
  checkSizes(sizes, queries, draws, order);
  const root = key(seed);
  const sets = sizes.map((known) => ({ name: known === 1 ? '1 known rating' : `${known} known ratings`, known, users: 0, questions: [] as JudgedQuestion[] }));
  for (const user of users) {
    const count = ratingsOf(ratings, user);
    if (count < least) continue;
    const asking = Math.min(queries, Math.floor(count / 2));
    const able = sets.filter(({ known }) => known <= count - asking);
    for (const set of able) set.users++;
    for (let draw = 0; draw < draws; draw++) {
      const drawn = foldIn(foldIn(root, user), draw);
      const positions = order === 'random' ? sampleWithoutReplacement(drawn, count) : Array.from({ length: count }, (_, i) => count - 1 - i);
      const places = positions.map((position) => ratings.starts[user] + position);
      const asked = askedOf(ratings, user, places.slice(0, asking), foldIn(drawn, 1));
      const pool = order === 'random' ? places.slice(asking) : places.slice(asking).reverse();
      for (const { known, questions } of able) questions.push({ known: knownOf(ratings, user, pool.slice(0, known)), ...asked });
    }
  }
  return sets;
}

function checkSizes(sizes: readonly number[], queries: number, draws: number, order: 'random' | 'time'): void {
  for (const known of sizes) if (!Number.isInteger(known) || known < 0) throw new RangeError(`Numbers of known ratings are whole numbers, 0 or more; got ${known}.`);
  if (!Number.isInteger(queries) || queries < 3) throw new RangeError(`At least 3 ratings of each user are asked, for nDCG@3; got queries ${queries}.`);
  if (!Number.isInteger(draws) || draws < 1) throw new RangeError(`draws is a whole number of 1 or more; got ${draws}.`);
  if (order === 'time' && draws > 1) throw new RangeError(`With order 'time' nothing is drawn, and ${draws} draws would be the same: leave draws out.`);
}
