import { answersOf } from '../evaluation/answers.js';
import { meanByUser, usersAsked } from '../evaluation/by-user.js';
import { meanAbsoluteError } from '../evaluation/errors.js';
import { compare, estimateOf } from '../evaluation/estimate.js';
import { newUserQuestions } from '../evaluation/index.js';
import type { JudgedQuestion, Rater } from '../raters/rater.js';
import type { Ratings } from '../ratings.js';
import { interview, type Answers, type InterviewUser } from './interview.js';
import type { EvidenceComparison, EvidenceStage, Stage } from './result.js';
import type { EvidenceStrategy } from './strategy.js';
import { verdictOn, type Measured } from './verdict.js';

export interface CompareEvidenceOptions {
  readonly ratings: Ratings;
  /** New users, of whom training has seen nothing. Those take part who have ratings left for the most answers. */
  readonly users: Iterable<number>;
  /** How often training users rated each item: by it goes on who is at the end of a list. */
  readonly counts: ArrayLike<number>;
  /** Default [3, 5, 10]. */
  readonly answers?: readonly number[];
  /** Default [10, 20, 50]. */
  readonly questions?: readonly number[];
  /** The strategy that the others are compared with. Default the first one's name. */
  readonly reference?: string;
  /** How often other ratings of each user are drawn to judge by. Default 1. */
  readonly draws?: number;
  /** Of what is judged. Default 0. */
  readonly seed?: number;
}

/**
 * Interviews users by each strategy and compares how well a rater, told their answers, predicts other ratings of theirs. A user can only answer for items that he or she has rated; any
 * other is 'not seen', a question without an answer.
 * @throws RangeError where strategies have one name, the reference is none of them, or no user has enough ratings.
 */
export async function compareEvidence(rater: Rater, strategies: readonly EvidenceStrategy[], options: CompareEvidenceOptions): Promise<EvidenceComparison> {
  const { ratings, users, counts, answers = [3, 5, 10], questions = [10, 20, 50], reference = strategies[0]?.name, draws = 1, seed = 0 } = options;
  const names = strategies.map(({ name }) => name);
  if (new Set(names).size < names.length || !names.includes(reference)) throw new RangeError(`Strategies need names that differ, the reference ${reference} among them; got ${names.join(', ') || 'none'}.`);
  const stages: Stage[] = [...answers.map((count) => ({ after: 'answers' as const, count })), ...questions.map((count) => ({ after: 'questions' as const, count }))];
  const length = { answers: Math.max(0, ...answers), questions: Math.max(0, ...questions) };
  const [{ questions: judged }] = newUserQuestions(ratings, users, { known: [length.answers], draws, seed });
  if (judged.length === 0) throw new RangeError(`No user has enough ratings to be asked until ${length.answers} are answered, and judged by others: ask for fewer answers.`);
  const drawn = usersAsked(judged);
  const people = judged.map((question) => personOf(question, ratings));
  const others = Int32Array.from(Array.from(counts, (_, item) => item).sort((a, b) => counts[b] - counts[a] || a - b));

  const measured: Measured[][] = [];
  for (const strategy of strategies) {
    const given = people.map((person) => interview(strategy, person, others, length));
    const ofStrategy: Measured[] = [];
    for (const stage of stages) ofStrategy.push(await measure(stage, given));
    measured.push(ofStrategy);
  }
  const base = measured[names.indexOf(reference)];
  return {
    data: ratings.name,
    rater: rater.name,
    users: drawn.count,
    reference,
    untold: estimateOf(await errorsTold(people.map(() => ({ items: [], ratings: [], questions: [] }))))!,
    strategies: names.map((strategy, i) => ({ strategy, stages: stages.map((stage, at) => stageOf(stage, measured[i][at], measured[i] === base ? undefined : base[at])) })),
    verdicts: stages.map((stage, at) => verdictOn(stage, names, measured.map((ofStrategy) => ofStrategy[at]))),
  };

  async function measure({ after, count }: Stage, given: readonly Answers[]): Promise<Measured> {
    const told = given.map(({ items, questions: at }) => (after === 'answers' ? Math.min(count, items.length) : at.filter((question) => question <= count).length));
    return {
      answers: meanByUser(drawn, told),
      questions: meanByUser(drawn, told.map((known, i) => (after === 'questions' ? count : given[i].questions[known - 1]))),
      errors: await errorsTold(given.map(({ items, ratings, questions }, i) => ({ items: items.slice(0, told[i]), ratings: ratings.slice(0, told[i]), questions }))),
    };
  }

  async function errorsTold(given: readonly Answers[]): Promise<Float64Array> {
    const known = given.map(({ items, ratings: told }, i) => ({ user: people[i].user, items: Int32Array.from(items), ratings: Float32Array.from(told) }));
    const scores = await answersOf(rater, judged.map(({ asked }, i) => ({ known: known[i], asked })));
    return meanByUser(drawn, judged.map(({ truth }, i) => meanAbsoluteError(scores[i], truth)));
  }
}

/** Who is interviewed: all that the user rated can be answered but what is judged. */
function personOf({ known, asked }: JudgedQuestion, { starts, item, rating }: Ratings): InterviewUser {
  const user = known.user!;
  const judged = new Set(asked);
  const places = Array.from({ length: starts[user + 1] - starts[user] }, (_, i) => starts[user] + i).filter((place) => !judged.has(item[place]));
  return { user, judged, ratings: new Map(places.map((place) => [item[place], rating[place]])) };
}

function stageOf(stage: Stage, { answers, questions, errors }: Measured, reference: Measured | undefined): EvidenceStage {
  const against = reference && compare(errors, reference.errors, 'low');
  return { ...stage, answers: estimateOf(answers)!, questions: estimateOf(questions)!, mae: estimateOf(errors)!, ...(against ? { against } : {}) };
}
