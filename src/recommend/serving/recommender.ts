import type { AttributeValues } from './attribute-values.js';
import type { Catalogue } from './catalogue.js';

/** A rating that a user gave. */
export interface GivenRating {
  /** The name of the item. */
  readonly item: string;
  /** On the catalogue's scale. Of implicit feedback 1 is taken, the default, and 0 is seen and left. */
  readonly rating?: number;
}

/** What is known of a user; nothing is an answer too. */
export interface KnownUser {
  /** The last rating of an item counts. */
  readonly ratings?: readonly GivenRating[];
  /** As the data's user attributes are named; unknown names and values change nothing. */
  readonly attributes?: AttributeValues;
}

/** What is wanted of a recommendation. */
export interface Wish {
  /** How many items at most. Default 10. */
  readonly top?: number;
  /** Names of items to leave out. */
  readonly exclude?: Iterable<string>;
  /** Names of the items to choose from. Default: all. */
  readonly only?: Iterable<string>;
  /** Whether items that the user rated may be recommended. Default false. */
  readonly rated?: boolean;
}

/** A recommended item. */
export interface RankedItem {
  /** Its name. */
  readonly item: string;
  readonly title: string;
  /** The predicted rating, on the catalogue's scale; of implicit feedback the probability that it is taken, from 0 to 1. */
  readonly score: number;
}

export interface Recommendations {
  /** Best first; of equal ones those that more people rated. */
  readonly items: readonly RankedItem[];
  /** Names that were given and that the catalogue does not have; they were passed over. */
  readonly unknown: readonly string[];
}

/** A user that a learner was adapted to. It does not change: `add` gives another. */
export interface RecommendedUser {
  /** The ratings that are known, the oldest first, one of an item. */
  readonly ratings: readonly Required<GivenRating>[];
  readonly attributes: AttributeValues;
  /** Names among the ratings that the catalogue does not have. They are kept with the user, and change nothing. */
  readonly unknown: readonly string[];
  /** Predicted ratings of items by name, in the order asked; NaN for one that the catalogue does not have. */
  rate(items: readonly string[]): Promise<Float32Array>;
  /** @throws RangeError where `top` is not a whole number of at least 0. */
  recommend(wish?: Wish): Promise<Recommendations>;
  /**
   * The user with more ratings, as if all had been given at once; a new rating of the same item takes the place of the old.
   * @throws RangeError where a rating is out of scale.
   */
  add(ratings: readonly GivenRating[]): Promise<RecommendedUser>;
  /** The user in a few hundred bytes, for `load` of this recommender or a later one: names and ratings, which outlive a catalogue's numbers and a learner's parameters. */
  save(): Uint8Array;
}

/** Recommendations by a meta-trained learner. Calls may overlap. */
export interface Recommender {
  readonly catalogue: Catalogue;
  /**
   * What to recommend to a user, adapted to and forgotten again.
   * @throws RangeError where a rating is out of scale or `top` is not a whole number of at least 0.
   */
  for(known: KnownUser, wish?: Wish): Promise<Recommendations>;
  /** A user to come back to. @throws RangeError where a rating is out of scale. */
  user(known?: KnownUser): Promise<RecommendedUser>;
  /** A user from what `save` gave. @throws UserStateError where the bytes are not that. */
  load(bytes: Uint8Array): Promise<RecommendedUser>;
  /** Frees the programs; a later call compiles them again. */
  release(): Promise<void>;
}
