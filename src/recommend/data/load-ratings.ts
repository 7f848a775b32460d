import { namesOf } from '../names.js';
import type { Ratings } from '../ratings.js';
import type { DataFault, DataReport } from './data-report.js';
import { warningsOf } from './describe-report.js';
import { faultCounter } from './fault-counter.js';
import { idTable } from './id-table.js';
import { indexRatings } from './index-ratings.js';
import { inferScale, scaleWithLevels } from './infer-scale.js';
import type { RatingSources } from './infer-schema.js';
import { RatingsFileError } from './ratings-file-error.js';
import { attributesOf, readAttributes } from './read-attributes.js';
import { readRatings } from './read-ratings.js';
import type { DataSchema } from './schema.js';
import { withoutEmptyUsers } from './without-empty-users.js';

export interface LoadedAs {
  readonly name: string;
  readonly source: Ratings['source'];
  /** What was decided, for the report. */
  readonly notes?: readonly string[];
}

/**
 * Reads files of ratings and attributes as `schema` has them. Items of the table come first, in its order, rated or not; users in the order in which they are met, only those who have ratings.
 * @throws RatingsFileError where no rating can be read.
 */
export function loadRatings(files: RatingSources, schema: DataSchema, { name, source, notes = [] }: LoadedAs): Ratings {
  const faults = faultCounter();
  const itemTable = files.items && schema.items && readAttributes(files.items, schema.items, faults);
  const userTable = files.users && schema.users && readAttributes(files.users, schema.users, faults);
  const [users, items] = [idTable(), idTable()];
  const encoder = new TextEncoder();
  for (const id of itemTable?.rows.keys() ?? []) {
    const bytes = encoder.encode(id);
    items.add(bytes, 0, bytes.length);
  }
  const ofTable = items.count;
  const firstLines: number[] = [];
  const file = files.ratings.name;
  const { rows, lines } = readRatings(
    files.ratings,
    schema.ratings,
    {
      users,
      items,
      onNew(kind, index, line) {
        if (kind === 'item') return itemTable && faults.add('itemNotInTable', file, line, items.nameOf(index));
        firstLines.push(line);
        if (userTable && !userTable.rows.has(users.nameOf(index))) faults.add('userNotInTable', file, line, users.nameOf(index));
      },
    },
    faults,
  );
  if (rows.count === 0) throw new RatingsFileError(file, undefined, nothingRead(lines, faults.faults()));

  const counts = new Map<number, number>();
  rows.each((_, rating) => counts.set(rating, (counts.get(rating) ?? 0) + 1));
  const scale = schema.ratings.scale ? scaleWithLevels(schema.ratings.scale, counts) : inferScale(counts);
  const indexed = indexRatings(rows, users.count, items.count, scale, file, faults);
  if (indexed.item.length === 0) throw new RatingsFileError(file, undefined, `has no rating from ${scale.low} to ${scale.high}. Give the scale that its ratings have, or none.`);
  const kept = withoutEmptyUsers(indexed.starts, users, (user) => faults.add('emptyUser', file, firstLines[user], users.nameOf(user)));

  const rated = new Uint8Array(items.count);
  for (const item of indexed.item) rated[item] = 1;
  for (const [item, row] of [...(itemTable?.rows.values() ?? [])].entries()) if (!rated[item]) faults.add('unratedItem', itemTable!.file, row.line, items.nameOf(item));
  for (const [id, row] of userTable?.rows ?? []) if (kept.users.indexOf(id) === undefined) faults.add('userWithoutRatings', userTable!.file, row.line, id);

  const namesIn = (table: { count: number; nameOf(index: number): string }): string[] => Array.from({ length: table.count }, (_, index) => table.nameOf(index));
  const ofItems = itemTable && attributesOf(itemTable, namesIn(items), faults);
  const ofUsers = userTable && attributesOf(userTable, namesIn(kept.users), faults);
  const report: DataReport = { rows: lines, kept: indexed.item.length, faults: faults.faults(), notes };
  // A mark that is the same everywhere, whatever its number, tells who took what, and not how it was liked.
  const implicit = scale.low === scale.high && scale.low > 0;
  return {
    name,
    users: kept.users,
    items: ofTable > 0 ? namesOf(namesIn(items)) : items,
    ...(ofItems?.titles ? { titles: ofItems.titles } : {}),
    ...indexed,
    ...(implicit ? { rating: indexed.rating.fill(1) } : {}),
    starts: kept.starts,
    scale: implicit ? { low: 0, high: 1, levels: [0, 1] } : scale,
    feedback: implicit ? 'implicit' : 'explicit',
    itemAttributes: ofItems?.attributes ?? [],
    userAttributes: ofUsers?.attributes ?? [],
    warnings: [...warningsOf(report), ...notes],
    report,
    source,
  };
}

function nothingRead(lines: number, faults: readonly DataFault[]): string {
  if (lines === 0) return 'has no ratings: it needs lines of user, item, rating and time.';
  const problems = warningsOf({ rows: lines, kept: 0, faults, notes: [] });
  const words = faults.some(({ kind, count }) => kind === 'notANumber' && count >= lines);
  const advice = words
    ? 'Ratings are numbers: write others as such, as 1 for true and 0 for false, or say in the schema which column holds them ("columns").'
    : 'Say in the schema what separates its cells ("separator") and what its columns are ("columns").';
  return `has ${lines} ${lines === 1 ? 'line' : 'lines'}, but no rating can be read from any. ${problems.join(' ')} ${advice}`;
}
