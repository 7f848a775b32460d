import type { EvidenceStrategy } from './strategy.js';

/** What a user answered, in order, and how many questions had been asked by each answer, itself among them. */
export interface Answers {
  readonly items: number[];
  readonly ratings: number[];
  readonly questions: number[];
}

export interface InterviewUser {
  readonly user: number;
  /** The ratings that the user can give, by item: for others the answer is 'not seen'. */
  readonly ratings: ReadonlyMap<number, number>;
  /** Items that must not be asked for, as they are judged by; they cost no question. */
  readonly judged: ReadonlySet<number>;
}

/** An interview ends with both so many answers and so many questions, or when nothing is left to ask. */
export interface InterviewLength {
  readonly answers: number;
  readonly questions: number;
}

/** Asks a user by a strategy, which ranks anew after each answer; when its list is at an end, by `others`. */
export function interview(strategy: EvidenceStrategy, { user, ratings, judged }: InterviewUser, others: Int32Array, length: InterviewLength): Answers {
  const given: Answers = { items: [], ratings: [], questions: [] };
  const asked = new Set(judged);
  let questions = 0;
  const over = (): boolean => (given.items.length >= length.answers && questions >= length.questions) || given.items.length === ratings.size;
  /** Asks until there is an answer, or the list ends. */
  const answeredFrom = (list: Int32Array): boolean => {
    for (const item of list) {
      if (over()) return false;
      if (asked.has(item)) continue;
      asked.add(item);
      questions++;
      const rating = ratings.get(item);
      if (rating === undefined) continue;
      given.items.push(item);
      given.ratings.push(rating);
      given.questions.push(questions);
      return true;
    }
    return false;
  };
  while (!over()) {
    const list = strategy.rank({ user, items: Int32Array.from(given.items), ratings: Float32Array.from(given.ratings) });
    if (!answeredFrom(list) && !answeredFrom(others)) break;
  }
  return given;
}
