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

/** Known ratings of validation users: as at test of new users, and of MeLU's cells as many as most of its tasks have. */
const validationKnown = { 'new-users': [1, 3, 5, 10, 20], melu: [5, 10, 20, 40] } as const;

/** Questions of validation users, on which raters are tuned. */
export function validationQuestions(protocol: RatingProtocol, { ratings, splits }: RatingTasks, { queries, seed }: Pick<QuestionWishes, 'queries' | 'seed'>): JudgedQuestion[] {
  return newUserQuestions(ratings, splits.validation, { known: validationKnown[protocol], queries, seed }).flatMap(({ questions }) => questions);
}
