import type { KnownRatings } from '../raters/rater.js';

/** Which items to ask a new user about. */
export interface EvidenceStrategy {
  readonly name: string;
  /**
   * Items to ask about, the best first, by what the user has answered so far: where the user has not seen the first, ask for the next; after an answer, rank anew. Items answered may be
   * among them; those not listed are not worth asking for.
   */
  rank(known: KnownRatings): Int32Array;
}
