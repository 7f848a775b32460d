import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ByteSource } from './byte-source.js';
import { inferAttributeColumns, type KnownIds } from './infer-attribute-columns.js';
import { sampleOf, type Sample } from './infer-format.js';
import { inferRatingColumns } from './infer-rating-columns.js';
import { checkColumns, overrideColumns } from './override-columns.js';
import { RatingsFileError } from './ratings-file-error.js';
import { readFileProblem } from './read-problem.js';
import { schemaOverride, type AttributeTable, type DataSchema, type RatingTable, type SchemaOverride } from './schema.js';
import { inferTimeUnit } from './time-cell.js';

/** The files of a rating data set. */
export interface RatingSources {
  readonly ratings: ByteSource;
  readonly items?: ByteSource;
  readonly users?: ByteSource;
}

/**
 * How these files seem to be written, where `override` does not say it. Only the beginning of each is looked at.
 * @throws RatingsFileError where a file is empty, or has no column of users, of items or of ids.
 */
export function schemaOf({ ratings, items, users }: RatingSources, override: SchemaOverride = {}): DataSchema {
  const sample = sampleOf(ratings, override.ratings);
  const table = ratingTableOf(sample, override.ratings, ratings.name);
  const idsOf = (kind: 'user' | 'item'): KnownIds => {
    const at = table.columns.findIndex((column) => column.kind === kind);
    return { name: table.columns[at].name, some: new Set(sample.rows.map((row) => row[at])) };
  };
  return {
    ratings: table,
    ...(items ? { items: attributeTableOf(items, override.items, idsOf('item'), true) } : {}),
    ...(users ? { users: attributeTableOf(users, override.users, idsOf('user'), false) } : {}),
  };
}

/** What a user says of the files, from JSON or a file of it. @throws RatingsFileError that says which part is wrong. */
export function readOverride(schema: SchemaOverride | string | undefined): SchemaOverride {
  if (schema === undefined) return {};
  const file = typeof schema === 'string' ? schema : 'The schema of the ratings';
  const parsed = schemaOverride.safeParse(typeof schema === 'string' ? readJson(schema) : schema);
  if (!parsed.success) throw new RatingsFileError(file, undefined, `cannot be understood:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new RatingsFileError(file, undefined, readFileProblem(error), { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RatingsFileError(file, undefined, `is not JSON: ${(error as Error).message}.`, { cause: error });
  }
}

function ratingTableOf({ format, names, rows }: Sample, override: SchemaOverride['ratings'], file: string): RatingTable {
  const columns = overrideColumns(inferRatingColumns(names, rows, format.separator), override?.columns, file);
  checkColumns({ ...format, columns, timeUnit: 's' }, ['user', 'item'], file);
  const time = columns.findIndex(({ kind }) => kind === 'time');
  const timeUnit = override?.timeUnit ?? (time < 0 ? 's' : (inferTimeUnit(rows.map((row) => row[time] ?? '')) ?? 's'));
  return { ...format, columns, timeUnit, ...(override?.scale ? { scale: override.scale } : {}) };
}

function attributeTableOf(source: ByteSource, override: SchemaOverride['items'], ids: KnownIds, withTitles: boolean): AttributeTable {
  const { format, names, rows } = sampleOf(source, override);
  const table = { ...format, columns: overrideColumns(inferAttributeColumns(names, rows, ids, withTitles, format.separator), override?.columns, source.name) };
  checkColumns(table, ['id'], source.name);
  return table;
}
