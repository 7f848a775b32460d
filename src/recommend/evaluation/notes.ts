import type { Ratings } from '../ratings.js';

/** How the numbers of an evaluation are made, for who reads them. */
export function notesOn({ scale, feedback }: Ratings, ranked: number, liked: number): string[] {
  const gains = scale.low >= 0 && scale.high <= 10 ? 'the rating' : 'the rating, brought to 0 to 10';
  return [
    'Every number is taken of each user first (repeated draws of a user are averaged) and is the mean over users, ± 1.96 standard errors. RMSE is the root of each user, not of all ratings together.',
    'A user takes part where enough ratings are left to be asked: sets with more known ratings have fewer users, and not the same ones.',
    'Differences are paired: of the same users, with their own interval. Where that holds zero, two raters are level.',
    `nDCG ranks the ratings asked of a user, with gains 2^r - 1 of ${gains}, as MeLU does; equal scores share their ranks.`,
    ...(feedback === 'implicit' ? ['Feedback is implicit: beside each item asked stand items drawn that the user never took, as zeros. Errors are of the probability that an item is taken.'] : []),
    ...(ranked > 0
      ? [
          `Hit rate and coverage rank the whole catalogue for at most ${ranked} users of each set: an item asked and rated ${liked} or more is a hit where it stands among the top 10 of itself and all that the user has not rated; coverage is the share of the catalogue that stands in the top 10 of one of these users.`,
        ]
      : []),
    "Gains and losses by adaptation are of a user's MAE, against the same rater told nothing but who the user is.",
  ];
}
