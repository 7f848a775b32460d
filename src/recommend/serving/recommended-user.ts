import type { NdArray } from '../../graph/index.js';
import type { HostExamples } from '../../tasks/index.js';
import { besideKnown } from '../untaken-items.js';
import type { AttributeValues } from './attribute-values.js';
import { candidatesOf } from './candidates.js';
import { titleOf, type Catalogue } from './catalogue.js';
import type { Features } from './features.js';
import { withRatings, type KnownRatings } from './known-ratings.js';
import { ratingOf } from './preference.js';
import type { AdaptedPart, ServingPrograms } from './programs.js';
import { ranked } from './ranked.js';
import type { RecommendedUser } from './recommender.js';
import { featureRows, mostRows, paddedRows, supportOf } from './support.js';
import { encodeUser } from './user-state.js';

/** What all users of a recommender share. */
export interface Serving {
  readonly catalogue: Catalogue;
  readonly features: Features;
  readonly programs: ServingPrograms;
}

interface State {
  readonly ratings: KnownRatings;
  readonly attributes: AttributeValues;
  /** float32 (1, U). */
  readonly features: NdArray;
  readonly part: AdaptedPart;
}

/** Adapts to a user from the beginning. */
export async function recommendedUser(serving: Serving, ratings: KnownRatings, attributes: AttributeValues): Promise<RecommendedUser> {
  const features = await serving.features.ofUser(attributes);
  const part = await serving.programs.adapt(supportFor(serving, ratings, features));
  return userOf(serving, { ratings, attributes, features, part });
}

function userOf(serving: Serving, { ratings, attributes, features, part }: State): RecommendedUser {
  const { catalogue, programs } = serving;
  const { items, counts, ratingTarget: target } = catalogue;
  const rated = new Set(ratings.map(({ item }) => item));

  return {
    ratings,
    attributes,
    unknown: [...rated].filter((name) => items.indexOf(name) === undefined),
    async rate(names) {
      const numbers = names.map((name) => items.indexOf(name) ?? NaN);
      const scores = await preferences(numbers.filter((item) => item >= 0));
      let next = 0;
      return Float32Array.from(numbers, (item) => (item >= 0 ? ratingOf(target, scores[next++]) : NaN));
    },
    async recommend(wish = {}) {
      const { top = 10 } = wish;
      if (!Number.isInteger(top) || top < 0) throw new RangeError(`top says how many items to recommend, a whole number of at least 0, got ${top}.`);
      const { candidates, unknown } = candidatesOf(items, rated, wish);
      const scores = await programs.scoreAll(part, features);
      const best = ranked(candidates, scores, counts, top);
      return { items: Array.from(best, (item) => ({ item: items.nameOf(item), title: titleOf(catalogue, item), score: ratingOf(target, scores[item]) })), unknown };
    },
    async add(more) {
      const all = withRatings(catalogue, ratings, more);
      // A rating that takes the place of another cannot be added to what was made of that one, nor can one that changes which untaken items stand beside.
      const replaces = more.some(({ item }) => rated.has(item));
      if (!programs.add || replaces || catalogue.negatives > 0 || all.length > mostRows) return recommendedUser(serving, all, attributes);
      const added = await programs.add(part, supportFor(serving, all.slice(ratings.length), features));
      return userOf(serving, { ratings: all, attributes, features, part: added });
    },
    save: () => encodeUser({ ratings, attributes }),
  };

  async function preferences(numbers: readonly number[]): Promise<ArrayLike<number>> {
    if (numbers.length <= mostRows) return programs.scoreRows(part, featureRows(serving.features, features, numbers, paddedRows(numbers.length)));
    const all = await programs.scoreAll(part, features);
    return numbers.map((item) => all[item]);
  }
}

/** The support set of the ratings of items that the catalogue has, of very many the latest; where only what was taken is known, with untaken items beside, as in training. */
function supportFor({ catalogue, features }: Serving, ratings: KnownRatings, user: NdArray): HostExamples {
  const known = ratings.map(({ item, rating }) => ({ item: catalogue.items.indexOf(item), rating })).filter(({ item }) => item !== undefined).slice(-mostRows);
  const given = { items: known.map(({ item }) => item!), ratings: known.map(({ rating }) => rating) };
  const { items, ratings: all } = besideKnown(given, catalogue.negatives, catalogue.dataItems);
  return supportOf(catalogue.ratingTarget, featureRows(features, user, items, paddedRows(items.length)), all);
}
