import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findData } from '../../tasks/files/index.js';
import type { Ratings } from '../ratings.js';
import { openDataFolder } from './data-folder.js';
import { loadRatings } from './load-ratings.js';
import { layoutOf } from './movielens-layouts.js';
import { RatingsFileError } from './ratings-file-error.js';

export interface MovieLensOptions {
  /** The folder given by `--data`; else METALEARN_DATA, else the user's cache. It holds `ml-latest-small.zip`; a folder that is named may hold any layout. */
  readonly data?: string;
  /** The folder or zip archive of one data set, in any layout. */
  readonly folder?: string;
}

const archive = 'ml-latest-small.zip';
const request = { files: [archive], address: `https://files.grouplens.org/datasets/movielens/${archive}` };

/**
 * MovieLens (Harper and Konstan 2015, The MovieLens Datasets: History and Context, ACM TiiS 5(4), 19): ratings of films in stars. By default that of 100,836 ratings, `ml-latest-small.zip`,
 * read in place; with `folder` any other, told by its files: 100K (u.data, u.item, u.user), 1M and 10M (ratings.dat, movies.dat, with users.dat or without), 20M and later (ratings.csv,
 * movies.csv). Attributes of items are genres and the year in the title; of users, where they are known, age, gender, occupation and zip.
 *
 * The terms of GroupLens hold: research use; no commercial use without permission; redistributed only under the same terms; acknowledged in publications; no endorsement implied.
 * @throws Error where the data are missing or no layout fits the files.
 */
export function movieLens({ data, folder }: MovieLensOptions = {}): Ratings {
  const files = openDataFolder(folder ?? findMovieLens(data));
  const layout = layoutOf(files.names);
  if (!layout) throw new RatingsFileError(files.path, undefined, `holds no MovieLens data: neither ratings.csv and movies.csv, nor ratings.dat and movies.dat, nor u.data, u.item and u.user.`);
  const names = [layout.ratings, layout.items, ...(layout.users ? [layout.users] : [])];
  const sources = { ratings: files.source(layout.ratings), items: files.source(layout.items), ...(layout.users ? { users: files.source(layout.users) } : {}) };
  return loadRatings(sources, layout.schema, { name: layout.name === 'csv' ? 'movielens' : `movielens-${layout.name}`, source: { layout: layout.name, files: files.sums(names) } });
}

/** The archive, or a folder that the user named and that holds a layout. */
function findMovieLens(data: string | undefined): string {
  try {
    return join(findData('movielens-latest-small', request, data), archive);
  } catch (error) {
    if (data !== undefined && existsSync(data) && layoutOf(openDataFolder(data).names)) return data;
    throw error;
  }
}
