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
      return questions.map(({ known, asked }) => {
        const scoreOf = scoresFor(known);
        const scores = new Float32Array(asked.length);
        // A loop, as catalogues are long: `Float32Array.from` with a function takes five times as long.
        for (let at = 0; at < asked.length; at++) scores[at] = scoreOf(asked[at]);
        return scores;
      });
    },
  };
}
