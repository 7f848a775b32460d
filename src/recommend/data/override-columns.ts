import { RatingsFileError } from './ratings-file-error.js';
import type { AttributeColumn, AttributeTable, RatingColumn, RatingTable, SchemaOverride } from './schema.js';

type Changes = NonNullable<NonNullable<SchemaOverride['ratings'] | SchemaOverride['items']>['columns']>;
type Column = RatingColumn | AttributeColumn;

/** Kinds that one column of a table may have. */
const single = ['user', 'item', 'rating', 'time', 'id', 'title'];

/**
 * Columns as inferred, with what a user says of them instead.
 * @throws RatingsFileError where there is no such column, or other columns than the file has.
 */
export function overrideColumns<C extends Column>(inferred: readonly C[], changes: Changes | undefined, file: string): C[] {
  if (changes === undefined) return [...inferred];
  if (Array.isArray(changes)) {
    if (changes.length !== inferred.length) throw new RatingsFileError(file, undefined, `has ${inferred.length} columns, but the schema says ${changes.length}. List them all, or name those that differ.`);
    return changes as C[];
  }
  const unknown = Object.keys(changes).filter((name) => !inferred.some((column) => column.name === name));
  if (unknown.length > 0) {
    throw new RatingsFileError(file, undefined, `has no column ${unknown.map((name) => `"${name}"`).join(' and ')}, of which the schema speaks. It has ${inferred.map(({ name }) => `"${name}"`).join(', ')}.`);
  }
  const said = new Map(Object.entries(changes).map(([name, change]) => [name, typeof change === 'string' ? { kind: change } : change]));
  const taken = [...said.values()].map(({ kind }) => kind).filter((kind) => single.includes(kind));
  return inferred.map((column) => {
    const change = said.get(column.name);
    if (change) return complete({ ...column, ...change }, column.name, file) as C;
    // What was taken for the user's column is none, if the user says which it is.
    return taken.includes(column.kind) ? ({ name: column.name, kind: 'ignore' } as C) : column;
  });
}

function complete({ name, kind, separator, attribute }: Record<string, string>, was: string, file: string): Record<string, string> {
  if (kind === 'categories') return { name, kind, separator: separator ?? '|' };
  if (kind !== 'flag') return { name, kind };
  if (attribute === undefined) throw new RatingsFileError(file, undefined, `has the column "${was}", which the schema calls a flag, but not of which attribute. Add "attribute".`);
  return { name, kind, attribute };
}

/** @throws RatingsFileError where a table lacks a column that it must have, or has it twice. */
export function checkColumns({ columns }: RatingTable | AttributeTable, needed: readonly string[], file: string): void {
  const all: readonly { readonly kind: string; readonly name: string }[] = columns;
  for (const kind of single) {
    const own = all.filter((column) => column.kind === kind);
    if (own.length > 1) throw new RatingsFileError(file, undefined, `has ${own.length} columns of the kind "${kind}" by its schema: ${own.map(({ name }) => `"${name}"`).join(', ')}. Only one can be.`);
    if (own.length === 0 && needed.includes(kind)) {
      const found = all.length === 1 ? 'only one column, as it is read' : `the columns ${all.map(({ name }) => `"${name}"`).join(', ')}`;
      throw new RatingsFileError(file, undefined, `has no column of the kind "${kind}": it has ${found}. Say in the schema what separates its cells ("separator") and what its columns are ("columns").`);
    }
  }
}

