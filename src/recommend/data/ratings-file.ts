import { basename } from 'node:path';
import type { Ratings } from '../ratings.js';
import { fileSource, sumOf } from './byte-source.js';
import { readOverride, schemaOf, type RatingSources } from './infer-schema.js';
import { isCalledTime } from './infer-rating-columns.js';
import { loadRatings } from './load-ratings.js';
import type { DataSchema, SchemaOverride } from './schema.js';

export interface RatingsFileOptions {
  /** A table of items and what is known of them. */
  readonly items?: string;
  /** A table of users. */
  readonly users?: string;
  /** What is not to be inferred: any part of a schema, or the path of a JSON file of it. */
  readonly schema?: SchemaOverride | string;
}

/**
 * Ratings of a text file: lines of user, item, rating and time, whatever separates them, with or without a header, in any order of columns. Without a rating, or where all ratings are equal, it is
 * implicit feedback; without a time, lines are in the order of time. Tables of items and users are matched by their ids. How the files are written is inferred (`inferSchema` shows it) where
 * `schema` does not say it. Faults are counted in `report`; the important ones stand in `warnings`.
 * @throws RatingsFileError where nothing sensible can be made of a file.
 */
export function ratingsFile(path: string, { items, users, schema }: RatingsFileOptions = {}): Ratings {
  const sources = sourcesOf(path, items, users);
  const read = schemaOf(sources, readOverride(schema));
  const files = Object.fromEntries(Object.entries(sources).map(([part, source]) => [part, sumOf(source)]));
  return loadRatings(sources, read, { name: basename(path).replace(/\.[^.]+$/, ''), source: { files, schema: read }, notes: notesOf(sources, read) });
}

/** How `ratingsFile` would read these files. It is an override, too: changed, it can be given as `schema`. */
export function inferSchema(path: string, { items, users, schema }: RatingsFileOptions = {}): DataSchema {
  return schemaOf(sourcesOf(path, items, users), readOverride(schema));
}

function sourcesOf(path: string, items: string | undefined, users: string | undefined): RatingSources {
  return { ratings: fileSource(path), ...(items === undefined ? {} : { items: fileSource(items) }), ...(users === undefined ? {} : { users: fileSource(users) }) };
}

function notesOf(sources: RatingSources, schema: DataSchema): string[] {
  const latin = (['ratings', 'items', 'users'] as const).filter((part) => schema[part]?.encoding === 'latin-1').map((part) => `${sources[part]!.name} is read as Latin-1.`);
  const { columns } = schema.ratings;
  const has = (kind: string): boolean => columns.some((column) => column.kind === kind);
  const unread = columns.find(({ name, kind }) => kind === 'ignore' && isCalledTime(name));
  return [
    ...latin,
    ...(has('rating') ? [] : [`${sources.ratings.name} has no column of ratings: each line says that a user took an item.`]),
    ...(has('time') ? [] : [`${sources.ratings.name} has no column of times: its lines are taken to be in the order of time.`]),
    ...(has('time') || !unread ? [] : [`Its column "${unread.name}" is not read as times, which are seconds since 1970, or dates such as 2013-08-31 12:00:00, or 31.8.2013 where a day above 12 tells the order: else the schema must, { "ratings": { "columns": { "${unread.name}": "time" }, "timeUnit": "day-first" } }.`]),
  ];
}
