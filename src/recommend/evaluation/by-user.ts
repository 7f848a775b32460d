import type { JudgedQuestion } from '../raters/rater.js';

/** The users of a list of questions, each once, in the order of their first. */
export interface UsersAsked {
  readonly count: number;
  /** Of each question, the place of its user. */
  readonly of: Int32Array;
  /** Of each user, the first question. */
  readonly first: Int32Array;
}

/** Who is asked. Of a question that names no user, a user of its own. */
export function usersAsked(questions: readonly JudgedQuestion[]): UsersAsked {
  const places = new Map<number, number>();
  const first: number[] = [];
  const of = Int32Array.from(questions, ({ known: { user } }, question) => {
    const known = user === undefined ? undefined : places.get(user);
    if (known !== undefined) return known;
    if (user !== undefined) places.set(user, first.length);
    return first.push(question) - 1;
  });
  return { count: first.length, of, first: Int32Array.from(first) };
}

/** The mean of each user's questions; NaN where a question is. */
export function meanByUser({ count, of }: UsersAsked, values: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(count);
  const questions = new Int32Array(count);
  of.forEach((user, question) => {
    sums[user] += values[question];
    questions[user]++;
  });
  return sums.map((sum, user) => sum / questions[user]);
}
