import { slotsOf } from '../../nn/index.js';
import { writeRow } from '../../tasks/text/index.js';
import type { Column } from '../rows/columns.js';
import { ngramsOf, standardised } from '../rows/row-writer.js';

/** Attributes of one item or user by name, as a person would write them: `{ genres: ['Drama'], year: 1999 }`. */
export type AttributeValues = Readonly<Record<string, string | number | readonly (string | number)[] | null | undefined>>;

/** How many values the rows of these columns have. */
export function slotsOfColumns(columns: readonly Column[]): number {
  return slotsOf(columns.map(({ field }) => field));
}

/**
 * Writes the row, into zeros, of an item or a user that the data never had. What training did not see stands as unknown: it has no id and no ratings, and a value that no
 * vocabulary has, or that is not there, is 0.
 */
export function writeValues(columns: readonly Column[], values: AttributeValues, into: Float32Array, offset: number): void {
  let at = offset;
  for (const column of columns) {
    if ('attribute' in column) writeValue(column, listed(values, column.attribute), into, at);
    at += column.field.slots;
  }
}

type Described = Extract<Column, { readonly attribute: string }>;

function writeValue(column: Described, values: readonly (string | number)[], into: Float32Array, at: number): void {
  switch (column.kind) {
    case 'category':
    case 'categories': {
      const codes = values.map((value) => column.values.indexOf(String(value)) + 1).filter((code) => code > 0);
      into.set(codes.slice(0, column.field.slots), at);
      return;
    }
    case 'number': {
      const [value] = values;
      const number = value === undefined || value === '' ? NaN : Number(value);
      into[at] = standardised(Number.isFinite(number) ? number : NaN, column.mean, column.deviation);
      return;
    }
    case 'text':
      writeRow(ngramsOf(column.field.slots, column.field.size!).encode(values.join(' ')), into, at);
  }
}

/** What is given of an attribute as a list; what is neither text nor number says nothing. */
function listed(values: AttributeValues, name: string): readonly (string | number)[] {
  const value: unknown = Object.hasOwn(values, name) ? values[name] : undefined;
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string' || typeof each === 'number');
}
