import type { AttributeTable, DataSchema, RatingTable } from './schema.js';

/** A schema as a table to read: for each file how it is written, and what each column is. */
export function describeSchema({ ratings, items, users }: DataSchema): string {
  const parts = [describeTable('ratings', ratings), ...(items ? [describeTable('items', items)] : []), ...(users ? [describeTable('users', users)] : [])];
  return parts.join('\n\n');
}

function describeTable(name: string, table: RatingTable | AttributeTable): string {
  const { columns, header } = table;
  const width = Math.max(...columns.map((column) => column.name.length));
  const rows = columns.map((column) => `  ${column.name.padEnd(width)}  ${describeKind(column, table)}`);
  const scale = 'scale' in table && table.scale ? `, from ${table.scale.low} to ${table.scale.high}` : '';
  return [`${name}: ${describeText(table)}, ${header ? 'the first line names the columns' : 'no header'}${scale}`, ...rows].join('\n');
}

const separators: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars (|)', ' ': 'blanks', '::': 'double colons (::)' };

function describeText({ separator, encoding, quotes }: RatingTable | AttributeTable): string {
  return `separated by ${separators[separator] ?? JSON.stringify(separator)}${quotes ? '' : ' (quotes are ordinary characters)'}, ${encoding === 'utf-8' ? 'UTF-8' : 'Latin-1'}`;
}

const units = { s: 'seconds since 1970', ms: 'milliseconds since 1970', us: 'microseconds since 1970', date: 'a date', 'day-first': 'a date with the day first', 'month-first': 'a date with the month first' } as const;

function describeKind(column: (RatingTable | AttributeTable)['columns'][number], table: RatingTable | AttributeTable): string {
  if (column.kind === 'time' && 'timeUnit' in table) return `time, ${units[table.timeUnit]}`;
  if (column.kind === 'categories') return `categories, separated by ${separators[column.separator] ?? JSON.stringify(column.separator)}`;
  if (column.kind === 'flag') return `flag of ${column.attribute}`;
  return column.kind === 'ignore' ? 'not used' : column.kind;
}
