import { meluSplit, newUserQuestions, type JudgedQuestion, type QuestionSet, type Ratings, type RatingTasks } from '../../recommend/index.js';
import { UsageError } from '../failure.js';

/** What training left to the test. */
export type RatingProtocol = 'new-users' | 'melu';

export interface QuestionWishes {
  /** Ratings asked of a user. */
  readonly queries: number;
  /** How often the ratings of a user are drawn anew into known and asked, where they are drawn. */
  readonly draws: number;
  readonly seed: number;
}

/** Fewer users say nothing. */
export const leastUsers = 5;

/** Fewer ratings of a user have no nDCG@3. */
export const fewestQueries = 3;

/** What is asked for, or usual. @throws UsageError where it is said of MeLU's cells, which leave nothing to wish for, or too little is asked. */
export function wishesOf(protocol: RatingProtocol, { queries, draws, seed }: Partial<QuestionWishes>): QuestionWishes {
  const said = Object.entries({ queries, draws, seed }).find(([, value]) => value !== undefined);
  if (protocol === 'melu' && said) throw new UsageError(`--${said.join(' ')}: the protocol melu asks for the last 10 ratings of each task, and draws nothing: leave it out.`);
  if (queries !== undefined && queries < fewestQueries) throw new UsageError(`--queries ${queries}: at least ${fewestQueries} ratings of each user are asked, for nDCG@3.`);
  return { queries: queries ?? 10, draws: draws ?? 1, seed: seed ?? 0 };
}

/** The questions of a test. */
export function testQuestions(protocol: RatingProtocol, ratings: Ratings, { splits }: RatingTasks, { queries, draws, seed }: QuestionWishes): QuestionSet[] {
  return protocol === 'melu' ? [...meluSplit(ratings).cells] : newUserQuestions(ratings, splits.test, { queries, draws, seed });
}

/** Known ratings of validation users: 5 of new users, the number by which raters are to be judged first, and of MeLU's cells as many as most of its tasks have. */
const validationKnown: Readonly<Record<RatingProtocol, readonly number[]>> = { 'new-users': [5], melu: [5, 10, 20, 40] };
/** What is known instead where too few have so many; 3 are left of whoever can be asked at all. */
const fewerKnown = [4, 3];
/** How often each validation user is asked: these are few, and one draw of them often prefers the wrong settings. */
const validationDraws = 4;

/** Questions of validation users, on which raters are tuned. @throws UsageError where none of them has ratings enough. */
export function validationQuestions(protocol: RatingProtocol, { ratings, splits }: RatingTasks, { queries, seed }: Pick<QuestionWishes, 'queries' | 'seed'>): JudgedQuestion[] {
  const usual = validationKnown[protocol];
  const sets = newUserQuestions(ratings, splits.validation, { known: [...usual, ...fewerKnown], queries, draws: validationDraws, seed });
  const most = Math.max(...sets.map(({ users }) => users));
  if (most === 0) {
    throw new UsageError(`None of the ${splits.validation.length} validation users of ${ratings.name} has enough ratings to tune other raters on: leave these out with --no-baselines, or train on more data.`);
  }
  const first = sets.findIndex(({ users }) => users >= Math.min(leastUsers, most));
  const chosen = first < usual.length ? sets.slice(0, usual.length) : [sets[first]];
  return chosen.flatMap(({ questions }) => questions);
}
