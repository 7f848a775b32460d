import { join } from 'node:path';
import { findData, fingerprint, openZip, parseCsv, readBytes } from '../../tasks/files/index.js';
import type { Ratings } from '../ratings.js';
import { ratingsOfRows } from './ratings-of-rows.js';

export interface MovieLensOptions {
  /** The folder given by `--data`; else METALEARN_DATA, else the user's cache. */
  readonly data?: string;
  /** A folder or zip archive of a MovieLens data set. */
  readonly folder?: string;
}

const archive = 'ml-latest-small.zip';
const address = `https://files.grouplens.org/datasets/movielens/${archive}`;

/**
 * MovieLens (Harper and Konstan 2015, ACM TiiS 5(4), 19): ratings of films in stars. The terms of GroupLens hold: research use; to be acknowledged in publications; no commercial use without
 * permission; redistributed only under the same terms; no endorsement implied.
 * @throws Error where the data are missing.
 */
export function movieLens({ data, folder }: MovieLensOptions = {}): Ratings {
  const file = join(folder ?? findData('movielens-latest-small', { files: [archive], address }, data), archive);
  const bytes = readBytes(file);
  const zip = openZip(bytes, file);
  const [ratings, films] = ['ratings.csv', 'movies.csv'].map((name) => parseCsv(zip.read(`ml-latest-small/${name}`), name));
  return ratingsOfRows(
    'movielens',
    ratings.rows.map(({ values }) => ({ user: values.userId, item: values.movieId, rating: Number(values.rating), time: Number(values.timestamp) })),
    films.rows.map(({ values }) => ({ id: values.movieId, title: values.title, genres: values.genres.split('|').filter((genre) => !genre.startsWith('(')) })),
    { low: 0.5, high: 5 },
    { files: { [archive]: fingerprint(bytes) } },
  );
}
