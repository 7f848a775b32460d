import { join } from 'node:path';
import { decodeText, findData, fingerprint, readBytes } from '../../tasks/files/index.js';
import type { Ratings } from '../ratings.js';
import { ratingsOfRows } from './ratings-of-rows.js';

export interface MovieTweetingsOptions {
  /** The folder given by `--data`; else METALEARN_DATA, else the user's cache. */
  readonly data?: string;
}

const files = ['ratings.dat', 'movies.dat'];
const address = 'https://github.com/sidooms/MovieTweetings/tree/master/snapshots/100K';

/**
 * MovieTweetings, the snapshot of 100,000 (Dooms et al. 2013; MIT licence): ratings of films from 0 to 10 that people tweeted. Items are named by their IMDb numbers, of seven digits.
 * @throws Error where the data are missing.
 */
export function movieTweetings({ data }: MovieTweetingsOptions = {}): Ratings {
  const folder = findData('movietweetings-100k', { files, address }, data);
  const bytes = files.map((file) => readBytes(join(folder, file)));
  const [ratings, films] = bytes.map((each, at) => decodeText(each, join(folder, files[at])).trim().split('\n').map((line) => line.split('::')));
  return ratingsOfRows(
    'movietweetings',
    ratings.map(([user, item, rating, time]) => ({ user, item, rating: Number(rating), time: Number(time) })),
    films.map(([id, title, genres]) => ({ id, title, genres: genres.split('|').filter(Boolean) })),
    { low: 0, high: 10 },
    { files: Object.fromEntries(bytes.map((each, at) => [files[at], fingerprint(each)])) },
  );
}
