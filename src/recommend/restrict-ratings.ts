import type { Ratings } from './ratings.js';

/** The data with those ratings only whose places `keeps`; users and items keep their numbers, some now without a rating. */
export function restrictRatings(ratings: Ratings, keeps: (place: number, user: number) => boolean): Ratings {
  const starts = new Int32Array(ratings.starts.length);
  const places: number[] = [];
  for (let user = 0; user + 1 < starts.length; user++) {
    for (let place = ratings.starts[user]; place < ratings.starts[user + 1]; place++) if (keeps(place, user)) places.push(place);
    starts[user + 1] = places.length;
  }
  return {
    ...ratings,
    starts,
    item: Int32Array.from(places, (place) => ratings.item[place]),
    rating: Float32Array.from(places, (place) => ratings.rating[place]),
    time: Float64Array.from(places, (place) => ratings.time[place]),
  };
}
