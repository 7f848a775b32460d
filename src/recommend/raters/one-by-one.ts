import type { RatingScale } from '../ratings.js';
import type { KnownRatings, Rater } from './rater.js';

/** What is thought of one item, once a user's ratings are known. An item that training did not have is no error. */
export type Scores = (item: number) => number;

/** A rater of ratings within the scale. */
export function ratingRater(name: string, { low, high }: RatingScale, scoresFor: (known: KnownRatings) => Scores): Rater {
  return oneByOne(name, true, (known) => {
    const scoreOf = scoresFor(known);
    return (item) => Math.min(high, Math.max(low, scoreOf(item)));
  });
}

/** A rater that only ranks. */
export function rankingRater(name: string, scoresFor: (known: KnownRatings) => Scores): Rater {
  return oneByOne(name, false, scoresFor);
}

function oneByOne(name: string, rates: boolean, scoresFor: (known: KnownRatings) => Scores): Rater {
  return {
    name,
    rates,
    async rate(questions) {
      return questions.map(({ known, asked }) => Float32Array.from(asked, scoresFor(known)));
    },
  };
}
