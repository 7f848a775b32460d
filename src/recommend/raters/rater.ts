/** What is known of one user. Items and users are numbered as in the data. */
export interface KnownRatings {
  /** The user's number, for attributes only; a rater never looks at other ratings of the user. */
  readonly user?: number;
  readonly items: Int32Array;
  readonly ratings: Float32Array;
}

/** A user of whom something is known, and the items to rate. */
export interface RatingQuestion {
  readonly known: KnownRatings;
  readonly asked: Int32Array;
}

/** Anything that predicts ratings of new users: a baseline, or a meta-trained learner. */
export interface Rater {
  readonly name: string;
  /** Whether its scores are ratings on the scale of the data; else they only rank. */
  readonly rates: boolean;
  /** The scores of the items of each question, higher is better, in the order asked. */
  rate(questions: readonly RatingQuestion[]): Promise<Float32Array[]>;
  /** Frees what it holds beside memory, such as programs. Absent where there is nothing. */
  release?(): Promise<void>;
}

/** A question whose answers are known, to judge a rater by. */
export interface JudgedQuestion extends RatingQuestion {
  /** The ratings that the user really gave to the items asked, in their order. A rater does not look at them. */
  readonly truth: Float32Array;
}
