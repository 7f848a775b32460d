import { foldIn, key } from '../random/index.js';
import { splitClasses, type Split } from '../tasks/index.js';
import { ratingsOf, type Ratings } from './ratings.js';

/** The users of each split, as their numbers; no user is in two. */
export type UserSplits = Readonly<Record<Split, Int32Array>>;

/**
 * Users at random: 70 of 100 for training, 10 for validation, 20 for the test, among those with at least `least` ratings. Users with fewer make no task; they all belong to
 * training, where their ratings still tell what is thought of items.
 * @throws RangeError where fewer than 10 users have as many ratings.
 */
export function splitUsers(ratings: Ratings, { least, seed = 0 }: { readonly least: number; readonly seed?: number }): UserSplits {
  const all = Array.from({ length: ratings.users.count }, (_, user) => user);
  const able = all.filter((user) => ratingsOf(ratings, user) >= least);
  if (able.length < 10) {
    throw new RangeError(`Only ${able.length} of ${all.length} users of ${ratings.name} have ${least} ratings or more: it takes 10 of them to learn on some and test on others, however few ratings are to be known. To go on, add data of users who rated more.`);
  }
  const validation = Math.max(1, Math.round(0.1 * able.length));
  const test = Math.max(2, Math.round(0.2 * able.length));
  const parts = splitClasses(able, { train: able.length - validation - test, validation, test }, foldIn(key(seed), 0x757365));
  const few = all.filter((user) => ratingsOf(ratings, user) < least);
  return { train: sorted([...parts.train, ...few]), validation: sorted(parts.validation), test: sorted(parts.test) };
}

function sorted(users: readonly number[]): Int32Array {
  return Int32Array.from(users).sort();
}
