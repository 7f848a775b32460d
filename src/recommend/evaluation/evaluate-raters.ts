import type { Rater } from '../raters/rater.js';
import type { Ratings } from '../ratings.js';
import { adaptationOf, untoldErrors, type UntoldErrors } from './adaptation.js';
import { answerMetrics, type UserValues } from './answer-metrics.js';
import { answersOf } from './answers.js';
import { meanByUser, usersAsked } from './by-user.js';
import { catalogueMetrics, rankedUsers } from './catalogue-metrics.js';
import { compare, estimateOf } from './estimate.js';
import { metricNames, raterMetrics } from './metrics.js';
import { notesOn } from './notes.js';
import type { QuestionSet } from './question-set.js';
import type { AdaptationResult, Estimate, Evaluation, MetricName, QuestionSetResult, RaterResult } from './result.js';
import { verdictOf } from './verdict.js';

export interface EvaluateOptions {
  /** The data that the questions are of, for the catalogue and for what else their users have rated. */
  readonly ratings: Ratings;
  /** The name of the rater that the others are compared with. Default the first one's. */
  readonly subject?: string;
  /** Users of each set whose whole catalogue is ranked, for hit rate and coverage: the costly part. 0 leaves both out. Default 200. */
  readonly ranked?: number;
  /** The least rating of a liked item. Default three quarters up the scale: 4 of 1 to 5, 8 of 0 to 10. */
  readonly liked?: number;
  /** Told before each rater answers each set. */
  onProgress?(rater: string, set: string): void;
}

/**
 * Judges raters by sets of questions: every metric with its 95% interval over users, the paired differences from one of them, the subject, who wins in words, and who gains and
 * loses by what is told. Nothing is drawn: equal raters and sets give equal results.
 * @throws RangeError where two raters have one name, or the subject is none of them; Error where a rater does not give a finite score for each item asked.
 */
export async function evaluateRaters(raters: readonly Rater[], sets: readonly QuestionSet[], options: EvaluateOptions): Promise<Evaluation> {
  const { ratings, subject = raters[0]?.name, ranked = 200, liked = ratings.scale.low + 0.75 * (ratings.scale.high - ratings.scale.low) } = options;
  const names = raters.map(({ name }) => name);
  if (new Set(names).size < names.length) throw new RangeError(`Raters are told apart by their names, which must differ; got ${names.join(', ')}.`);
  if (!names.includes(subject)) throw new RangeError(`The subject ${subject} is none of the raters, which are ${names.join(', ') || 'none'}.`);
  const untold = new Map(raters.map((rater) => [rater, new Map() as UntoldErrors]));
  const results: QuestionSetResult[] = [];
  for (const set of sets) results.push(await evaluateSet(set));
  return { data: ratings.name, subject, sets: results, notes: notesOn(ratings, ranked, liked) };

  async function evaluateSet({ name, known, questions }: QuestionSet): Promise<QuestionSetResult> {
    const about = { name, ...(known === undefined ? {} : { known }), questions: questions.length };
    if (questions.length === 0) return { ...about, users: 0, ranked: 0, raters: [], verdicts: [], adaptation: [] };
    const users = usersAsked(questions);
    const catalogue = rankedUsers(questions, users, ranked);
    const measured: { rater: string; values: UserValues; coverage10?: Estimate }[] = [];
    const adaptation: AdaptationResult[] = [];
    for (const rater of raters) {
      options.onProgress?.(rater.name, name);
      const values = answerMetrics(questions, users, await answersOf(rater, questions), rater.rates, ratings.scale);
      const ofCatalogue = await catalogueMetrics(rater, catalogue, users.count, ratings, liked);
      measured.push({ rater: rater.name, values: { ...values, ...ofCatalogue.values }, coverage10: ofCatalogue.coverage10 });
      if (rater.rates && known !== 0) adaptation.push(adaptationOf(rater.name, meanByUser(users, await untoldErrors(rater, questions, untold.get(rater)!)), values.mae!));
    }
    const of = measured.find(({ rater }) => rater === subject)!;
    const table = measured.map((each) => resultOf(each, of.values));
    const own = table.find(({ rater }) => rater === subject)!;
    const verdicts = metricNames.map((metric) => verdictOf(name, metric, own, table.filter((each) => each !== own)));
    return { ...about, users: users.count, ranked: catalogue.places.length, raters: table, verdicts: verdicts.filter((verdict) => verdict !== undefined), adaptation };
  }
}

/** A rater's values as means over users, and against the subject's; the subject's own are not compared. */
function resultOf({ rater, values, coverage10 }: { rater: string; values: UserValues; coverage10?: Estimate }, subject: UserValues): RaterResult {
  const over = <T>(of: (metric: MetricName) => T | undefined): Partial<Record<MetricName, T>> =>
    Object.fromEntries(metricNames.map((metric) => [metric, of(metric)]).filter(([, value]) => value !== undefined)) as Partial<Record<MetricName, T>>;
  const means = over((metric) => values[metric] && estimateOf(values[metric]));
  return {
    rater,
    metrics: coverage10 === undefined ? means : { ...means, coverage10 },
    against: values === subject ? {} : over((metric) => subject[metric] && values[metric] && compare(subject[metric], values[metric], raterMetrics[metric].better)),
  };
}
