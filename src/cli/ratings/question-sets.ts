import { meluSplit, newUserQuestions, type JudgedQuestion, type QuestionSet, type Ratings, type RatingTasks } from '../../recommend/index.js';

/** What training left to the test. */
export type RatingProtocol = 'new-users' | 'melu';

export interface QuestionWishes {
  /** Ratings asked of a user. */
  readonly queries: number;
  /** How often the ratings of a user are drawn anew into known and asked, where they are drawn. */
  readonly draws: number;
  readonly seed: number;
}

/** The questions of a test. */
export function testQuestions(protocol: RatingProtocol, ratings: Ratings, { splits }: RatingTasks, { queries, draws, seed }: QuestionWishes): QuestionSet[] {
  return protocol === 'melu' ? [...meluSplit(ratings).cells] : newUserQuestions(ratings, splits.test, { queries, draws, seed });
}

/** Known ratings of validation users: 5 of new users, the number by which raters are to be judged first, and of MeLU's cells as many as most of its tasks have. */
const validationKnown = { 'new-users': [5], melu: [5, 10, 20, 40] } as const;
/** How often each validation user is asked: these are few, and one draw of them often prefers the wrong settings. */
const validationDraws = 4;

/** Questions of validation users, on which raters are tuned. */
export function validationQuestions(protocol: RatingProtocol, { ratings, splits }: RatingTasks, { queries, seed }: Pick<QuestionWishes, 'queries' | 'seed'>): JudgedQuestion[] {
  return newUserQuestions(ratings, splits.validation, { known: validationKnown[protocol], queries, draws: validationDraws, seed }).flatMap(({ questions }) => questions);
}
