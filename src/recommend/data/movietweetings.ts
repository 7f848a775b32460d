import { findData } from '../../tasks/files/index.js';
import type { Ratings } from '../ratings.js';
import { openDataFolder } from './data-folder.js';
import { loadRatings } from './load-ratings.js';
import { filmLines, ratingLines } from './movielens-layouts.js';

export interface MovieTweetingsOptions {
  /** The folder given by `--data`; else METALEARN_DATA, else the user's cache. */
  readonly data?: string;
}

const request = { files: ['ratings.dat', 'movies.dat'], address: 'https://github.com/sidooms/MovieTweetings/tree/master/snapshots/100K' };
const text = { separator: '::', encoding: 'utf-8', header: false, quotes: false } as const;

/**
 * MovieTweetings, the snapshot of 100,000 ratings (Dooms, De Pessemier and Martens 2013, CrowdRec at RecSys; MIT licence): how people who tweeted of films rated them, from 0 to 10. Items are
 * named by their IMDb numbers of seven digits; their attributes are genres and the year in the title. Later snapshots have the same layout.
 * @throws Error where the data are missing.
 */
export function movieTweetings({ data }: MovieTweetingsOptions = {}): Ratings {
  const files = openDataFolder(findData('movietweetings-100k', request, data));
  const [ratings, items] = request.files.map((name) => files.source(name));
  const schema = { ratings: ratingLines(text, { low: 0, high: 10 }), items: filmLines(text) };
  return loadRatings({ ratings, items }, schema, { name: 'movietweetings', source: { files: files.sums(request.files) } });
}
