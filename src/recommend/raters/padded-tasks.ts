import { bucketSizes } from '../../tasks/buckets.js';
import { countRange, padExamples, type Count, type HostTask } from '../../tasks/index.js';
import type { RatingTasks } from '../rating-tasks.js';
import { besideKnown } from '../untaken-items.js';
import type { KnownRatings, RatingQuestion } from './rater.js';

/** A question as a task. */
export interface PaddedTask {
  readonly index: number;
  readonly question: RatingQuestion;
  /** Rows of the support set that count. */
  readonly known: number;
  /** The task, its sets padded with masks; the answers of its query set are of no meaning. */
  write(): HostTask;
}

/** Questions whose tasks have one shape. */
export interface TasksOfOneShape {
  readonly tasks: readonly PaddedTask[];
  /** Rows of a task, of both sets. */
  readonly rows: number;
}

/** Whether a family has an item of this number. */
export function hasItem({ ratings }: Pick<RatingTasks, 'ratings'>, item: number): boolean {
  return item >= 0 && item < ratings.items.count;
}

/** Questions as tasks of a family, those of one padded shape together. Questions that ask nothing are left out. */
export function paddedTasks(family: RatingTasks, questions: readonly RatingQuestion[]): TasksOfOneShape[] {
  const { shots, queries } = family.description as { shots: Count; queries: number };
  const [, mostKnown] = countRange('shots', shots);
  const groups = new Map<string, { tasks: PaddedTask[]; rows: number }>();
  questions.forEach((question, index) => {
    if (question.asked.length === 0) return;
    const known = supportOf(family, question.known);
    const [support, query] = [paddedSize(known.items.length, mostKnown * (1 + family.negatives)), paddedSize(question.asked.length, queries)];
    // Without known ratings another program answers.
    const shape = `${known.items.length > 0},${support},${query}`;
    const group = groups.get(shape) ?? { tasks: [], rows: support + query };
    groups.set(shape, group);
    const asked = question.asked.map((item) => (hasItem(family, item) ? item : 0));
    group.tasks.push({
      index,
      question,
      known: known.items.length,
      write: () => ({
        support: padExamples(family.examplesOf(known.user, known.items, known.ratings), support),
        query: padExamples(family.examplesOf(known.user, asked, new Float32Array(asked.length)), query),
      }),
    });
  });
  return [...groups.values()];
}

/** The sizes that the family's own sets would be padded to, and beyond the most of them its doubles. */
function paddedSize(rows: number, most: number): number {
  const within = bucketSizes([1, most]).reverse().find((size) => size >= rows);
  return within ?? most * 2 ** Math.ceil(Math.log2(rows / most));
}

/** What is known, as training has it: items of the family, and where only what was taken is known, some that were not beside each. */
function supportOf(family: RatingTasks, { user, items, ratings }: KnownRatings): KnownRatings {
  const places = [...items.keys()].filter((at) => hasItem(family, items[at]));
  const known = besideKnown({ items: places.map((at) => items[at]), ratings: places.map((at) => ratings[at]) }, family.negatives, family.ratings.items.count);
  return { user, items: Int32Array.from(known.items), ratings: Float32Array.from(known.ratings) };
}
