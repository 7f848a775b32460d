import { foldIn, key, sampleWithoutReplacement } from '../../random/index.js';
import type { JudgedQuestion } from '../raters/rater.js';
import type { Ratings } from '../ratings.js';
import { restrictRatings } from '../restrict-ratings.js';
import { askedOf, knownOf } from './asked-of.js';
import { firstAppearances, warmOf } from './first-appearance.js';
import type { QuestionSet } from './question-set.js';
import type { MetricName } from './result.js';

export interface MeluOptions {
  /** The share of users, and of items, that are warm: those that appear first. Default 0.8. */
  readonly warm?: number;
  /** The ratings of a user in a cell that make a task. Default [13, 100]. */
  readonly history?: readonly [fewest: number, most: number];
  /** How many of them are asked; the others are known. Default 10. */
  readonly queries?: number;
  /** Whether the last in time are asked, or drawn ones. Default 'last'. */
  readonly query?: 'last' | 'random';
  /** Of what is drawn. Default 0. */
  readonly seed?: number;
}

export interface MeluSplit {
  /** What training may use: warm users' ratings of warm items, without those asked. Users and items keep their numbers; cold ones have no rating. */
  readonly training: Ratings;
  /** Warm users with warm items, cold users with warm items, warm users with cold items, cold users with cold items. */
  readonly cells: readonly QuestionSet[];
  /** By the number of a user or item: one where it is warm. */
  readonly warmUsers: Uint8Array;
  readonly warmItems: Uint8Array;
}

/**
 * What Lee et al. (2019) report of MeLU on MovieLens 1M, where items are new by their year of release and users by chance, to set beside the cells of these names: near in kind, not
 * the same data and split.
 */
export const meluPublished: Readonly<Record<string, Readonly<Partial<Record<MetricName, number>>>>> = {
  'new users, warm items': { mae: 0.785, ndcg1: 0.88, ndcg3: 0.881 },
  'warm users, new items': { mae: 0.928, ndcg1: 0.77, ndcg3: 0.801 },
  'new users, new items': { mae: 0.924, ndcg1: 0.775, ndcg3: 0.801 },
};

const cells = [
  { name: 'warm users, warm items', user: 1, item: 1 },
  { name: 'new users, warm items', user: 0, item: 1 },
  { name: 'warm users, new items', user: 1, item: 0 },
  { name: 'new users, new items', user: 0, item: 0 },
] as const;

/**
 * The protocol of MeLU (Lee et al. 2019, section 5.1) by time: the users and the items that appear first are warm, the others new, and what a user rated of warm items is a task
 * apart from what the same user rated of new ones. A task is known but for `queries` ratings, which are asked.
 * @throws RangeError where sizes make no sense.
 */
export function meluSplit(ratings: Ratings, { warm = 0.8, history = [13, 100], queries = 10, query = 'last', seed = 0 }: MeluOptions = {}): MeluSplit {
  const [fewest, most] = history;
  if (!(warm > 0 && warm < 1)) throw new RangeError(`warm is a share between 0 and 1, both left out; got ${warm}.`);
  if (!Number.isInteger(queries) || queries < 1 || queries >= fewest || fewest > most) {
    throw new RangeError(`Of ${fewest} to ${most} ratings ${queries} cannot be asked with at least one known: give history [fewest, most] and fewer queries than the fewest.`);
  }
  const appearances = firstAppearances(ratings);
  const warmUsers = warmOf(appearances.users, warm);
  const warmItems = warmOf(appearances.items, warm);
  const heldOut = new Set<number>();

  const setOf = ({ name, user: ofUser, item: ofItem }: (typeof cells)[number]): QuestionSet => {
    const questions: JudgedQuestion[] = [];
    for (let user = 0; user < ratings.users.count; user++) {
      if (warmUsers[user] !== ofUser) continue;
      const all = placesOf(ratings, user);
      const places = all.filter((place) => warmItems[ratings.item[place]] === ofItem);
      if (places.length < fewest || places.length > most) continue;
      const drawn = foldIn(foldIn(key(seed), user), ofItem);
      const order = query === 'last' ? [...places.keys()].reverse() : sampleWithoutReplacement(drawn, places.length);
      const chosen = new Set(order.slice(0, queries));
      const part = (asked: boolean): number[] => places.filter((_, i) => chosen.has(i) === asked);
      if (ofUser === 1 && ofItem === 1) part(true).forEach((place) => heldOut.add(place));
      questions.push({ known: knownOf(ratings, user, part(false)), ...askedOf(ratings, user, part(true), foldIn(drawn, 1)) });
    }
    return { name, users: questions.length, questions };
  };

  const sets = cells.map(setOf);
  const kept = restrictRatings(ratings, (place, user) => warmUsers[user] === 1 && warmItems[ratings.item[place]] === 1 && !heldOut.has(place));
  const source = { ...ratings.source, protocol: { name: 'MeLU', warm, history, queries, query, seed } };
  return { training: { ...kept, name: `${ratings.name}, warm users and items`, source }, cells: sets, warmUsers, warmItems };
}

function placesOf({ starts }: Ratings, user: number): number[] {
  return Array.from({ length: starts[user + 1] - starts[user] }, (_, i) => starts[user] + i);
}
