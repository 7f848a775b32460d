import { foldIn, generatorOf, sampleWithoutReplacement, uniformOf, type Key } from '../random/index.js';
import { requireCount } from '../nn/require-count.js';
import { countRange, drawCount, padExamples, type Count, type HostExamples, type Split, type TaskFamily } from '../tasks/index.js';
import { ratingsOf, type Ratings } from './ratings.js';
import { columnsOf, type Column, type Widths } from './rows/columns.js';
import { itemStatistics, type ItemStatistics } from './rows/item-statistics.js';
import { rowWriter, type RowWriter } from './rows/row-writer.js';
import { splitUsers, type UserSplits } from './split-users.js';
import { labelsOf, targetOf, valuesTarget, type RatingTarget } from './targets.js';
import { untakenItems, usualNegatives, withUntaken } from './untaken-items.js';

export interface RatingTasksOptions extends Widths {
  /** Ratings known of a user, or a range that each task draws from. Default [1, 20]. */
  readonly shots?: Count;
  /** Ratings to predict, at most; a user who has fewer gives what there is. Default 10. */
  readonly queries?: number;
  /** Whether ratings are numbers or one of the levels of the scale. Implicit feedback is always 'taken'. Default 'values'. */
  readonly target?: 'values' | 'levels';
  /**
   * Share of training rows whose item is shown as one that was just listed, without its id and what others think of it. Default 0.1 where items have embeddings of their own, else 0: items that nobody else rated teach it
   * how to place new ones, and more of them made predictions of known ones worse.
   */
  readonly newShare?: number;
  /** Items not taken beside each that was, of implicit feedback; none of them twice in a task. Default 4. */
  readonly negatives?: number;
  /** Fixes who is in which split. Default 0. */
  readonly splitSeed?: number;
}

/** Users as tasks: some ratings are known, others are to be predicted. */
export interface RatingTasks extends TaskFamily {
  readonly ratings: Ratings;
  readonly splits: UserSplits;
  readonly columns: readonly Column[];
  readonly rows: RowWriter;
  /** What training users think of items. */
  readonly statistics: ItemStatistics;
  readonly ratingTarget: RatingTarget;
  /** Untaken items that stand beside each that was taken; 0 where users rated. */
  readonly negatives: number;
  /** x and y of a user and items; ratings stand in `y` only. */
  examplesOf(user: number | undefined, items: ArrayLike<number>, ratings: ArrayLike<number>): HostExamples;
}

/** The fewest ratings of a user that makes a task. Users with fewer rate otherwise: learned from too, they made predictions of test users with one known rating worse. */
const least = 6;

/**
 * The tasks of a rating data set: a task is a user, whose support set is `shots` of the ratings, drawn, and whose query set is up to `queries` of the others. Rows are padded, with masks, to the most.
 *
 * Items are described with what training users think of them; in training tasks without the rating of the task's own user.
 * @throws RangeError where sizes make no sense or too few users have enough ratings.
 */
export function ratingTasks(ratings: Ratings, options: RatingTasksOptions = {}): RatingTasks {
  const { shots = [1, 20], queries = 10, target = 'values', newShare = options.idWidth ? 0.1 : 0, negatives: beside = usualNegatives, splitSeed = 0 } = options;
  const [fewest, most] = countRange('shots', shots);
  requireCount({ queries, negatives: beside });
  if (!(newShare >= 0 && newShare <= 1)) throw new RangeError(`newShare must be a share from 0 to 1, got ${newShare}.`);
  const implicit = ratings.feedback === 'implicit';
  if (target === 'levels' && !implicit && ratings.scale.levels === undefined) throw new RangeError(`The ratings of ${ratings.name} are any number from ${ratings.scale.low} to ${ratings.scale.high}, with no levels: use target 'values'.`);
  const splits = splitUsers(ratings, { least, seed: splitSeed });
  const statistics = itemStatistics(ratings, splits.train);
  const columns = columnsOf(ratings.items.count, ratings.itemAttributes, ratings.userAttributes, options);
  const rows = rowWriter(ratings, columns, statistics);
  const ratingTarget: RatingTarget = implicit ? { kind: 'taken' } : target === 'levels' ? { kind: 'levels', levels: ratings.scale.levels! } : valuesTarget(ratings.scale, statistics);
  const able = { train: splits.train.filter((user) => ratingsOf(ratings, user) >= least), validation: splits.validation, test: splits.test };
  const width = rows.itemSlots + rows.userSlots;
  const negatives = implicit ? beside : 0;

  const examples = (user: number | undefined, items: ArrayLike<number>, given: ArrayLike<number>, training?: Key): HostExamples => {
    const x = new Float32Array(items.length * width);
    const draws = training && generatorOf(training);
    for (let row = 0; row < items.length; row++) {
      // What was not taken is no part of the statistics, and need not be taken out of them.
      const own = draws && user !== undefined && !(implicit && given[row] === 0) ? { user, rating: given[row] } : undefined;
      rows.writeItem(items[row], x, row * width, { own, asNew: draws !== undefined && uniformOf(draws) < newShare });
      if (user !== undefined) rows.writeUser(user, x, row * width + rows.itemSlots);
    }
    return { x: { data: x, shape: [items.length, width], dtype: 'float32' }, y: labelsOf(ratingTarget, given) };
  };

  return {
    name: ratings.name,
    inputShape: [width],
    target: targetOf(ratingTarget),
    description: { shots, queries, ...ratings.source, columns, ratingTarget, newShare, ...(implicit ? { negatives } : {}), splitSeed, users: { train: splits.train.length, validation: splits.validation.length, test: splits.test.length }, items: ratings.items.count },
    warnings: ratings.warnings,
    ratings,
    splits,
    columns,
    rows,
    statistics,
    ratingTarget,
    negatives,
    examplesOf: (user, items, given) => examples(user, items, given),
    sample(split: Split, key: Key) {
      const users = able[split];
      const generator = generatorOf(key);
      const user = users[Math.floor(uniformOf(generator) * users.length)];
      const count = ratingsOf(ratings, user);
      const known = Math.min(drawCount([fewest, most], generator), count - 1);
      const asked = Math.min(queries, count - known);
      const order = sampleWithoutReplacement(foldIn(key, 1), count, known + asked).map((i) => ratings.starts[user] + i);
      const untaken = implicit ? untakenItems(ratings.item.subarray(ratings.starts[user], ratings.starts[user + 1]), ratings.items.count, foldIn(key, 2)) : undefined;
      const part = (index: number, from: number, to: number, size: number): HostExamples => {
        const chosen = order.slice(from, to);
        const own = { items: chosen.map((i) => ratings.item[i]), ratings: chosen.map((i) => ratings.rating[i]) };
        const rated = untaken ? withUntaken(own, negatives, untaken) : own;
        return padExamples(examples(user, rated.items, rated.ratings, split === 'train' ? foldIn(key, index) : undefined), size * (1 + negatives));
      };
      return { support: part(3, 0, known, most), query: part(4, known, known + asked, queries) };
    },
  };
}
