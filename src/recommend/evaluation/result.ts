/** What is measured of a rater. Coverage is of all users together, the others are of each user, then their mean. */
export type MetricName = 'mae' | 'rmse' | 'ndcg1' | 'ndcg3' | 'ndcg10' | 'hitRate10' | 'coverage10';

/** A mean over users. */
export interface Estimate {
  readonly mean: number;
  /** Half the width of the 95% interval, 1.96 standard errors over users; absent where there are fewer than two, or where the number is not a mean over users. */
  readonly ci95?: number;
  readonly users: number;
}

/** Who is better, by the paired difference over users and its 95% interval: 'level' where that holds zero. */
export type Outcome = 'ahead' | 'level' | 'behind';

/** How one rater stands against the one that everything is compared with, the subject. */
export interface Comparison {
  /** By how much the subject is better, in units of the metric, per user and then the mean: positive where it is better, whether high or low values are. */
  readonly advantage: Estimate;
  /** Of the subject. */
  readonly outcome: Outcome;
}

export interface RaterResult {
  readonly rater: string;
  /** Absent are errors of a rater that only ranks, and what no user allows (no liked item was held out). */
  readonly metrics: Readonly<Partial<Record<MetricName, Estimate>>>;
  /** The subject against this rater; empty for the subject itself. */
  readonly against: Readonly<Partial<Record<MetricName, Comparison>>>;
}

/** Who wins by one metric. */
export interface Verdict {
  readonly metric: MetricName;
  /** Of the subject against all others: 'ahead' of each, 'behind' where at least one is better, else 'level' with some. */
  readonly outcome: Outcome;
  readonly sentence: string;
}

/** Who gains and who loses when a rater is told what is known: a user's mean absolute error with nothing known, less that with what is known. */
export interface AdaptationResult {
  readonly rater: string;
  /** The mean gain over users; positive where telling helps. */
  readonly gain: Estimate;
  /** The shares of users whose error falls, and rises. */
  readonly gainers: number;
  readonly losers: number;
  /** The gains of users, from the greatest loss to the greatest gain: `values[i]` is the quantile `at[i]`. */
  readonly quantiles: { readonly at: readonly number[]; readonly values: readonly number[] };
}

/** All raters on one set of questions. */
export interface QuestionSetResult {
  readonly name: string;
  /** Ratings known of each user, where it is one number for all. */
  readonly known?: number;
  /** Users who take part, and questions asked of them: more than one each where draws were repeated. */
  readonly users: number;
  readonly questions: number;
  /** Users whose whole catalogue was ranked, for hit rate and coverage. */
  readonly ranked: number;
  /** In the order given; the subject among them. */
  readonly raters: readonly RaterResult[];
  readonly verdicts: readonly Verdict[];
  /** Of the raters that give ratings. */
  readonly adaptation: readonly AdaptationResult[];
}

/** What `evaluate` gives: plain values, which JSON keeps. */
export interface Evaluation {
  readonly data: string;
  /** The rater that the others are compared with. */
  readonly subject: string;
  readonly sets: readonly QuestionSetResult[];
  /** How the numbers are made, in sentences, for the reader of a report. */
  readonly notes: readonly string[];
}
