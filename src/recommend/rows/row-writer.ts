import { slotsOf } from '../../nn/index.js';
import { ngramIds, writeRow, type SparseRow, type TextRepresentation } from '../../tasks/text/index.js';
import type { Attribute } from '../attributes.js';
import type { Ratings } from '../ratings.js';
import type { Column } from './columns.js';
import type { ItemStatistics } from './item-statistics.js';

/** A rating by the user whose task it is in. */
export interface OwnRating {
  readonly user: number;
  readonly rating: number;
}

/** Rows as `fieldsEncoder` takes them: the columns of an item, then those of a user. */
export interface RowWriter {
  /** Values of an item's part, and of a user's. */
  readonly itemSlots: number;
  readonly userSlots: number;
  /**
   * @param own the rating of the user whose task this is, where the statistics of the item have it: they are written without it, as a rating must not tell itself.
   * @param asNew whether the item is shown as one that was just listed: its attributes only.
   */
  writeItem(item: number, into: Float32Array, offset: number, options?: { readonly own?: OwnRating; readonly asNew?: boolean }): void;
  writeUser(user: number, into: Float32Array, offset: number): void;
}

/** Writes the rows of the items and users of a data set. */
export function rowWriter({ itemAttributes, userAttributes }: Pick<Ratings, 'itemAttributes' | 'userAttributes'>, columns: readonly Column[], statistics: ItemStatistics): RowWriter {
  const items = columns.filter(({ of }) => of === 'item');
  const users = columns.filter(({ of }) => of === 'user');
  const itemParts = items.map((column) => partOf(column, itemAttributes));
  const userParts = users.map((column) => partOf(column, userAttributes));
  const slots = (part: readonly Column[]): number => slotsOf(part.map(({ field }) => field));

  return {
    itemSlots: slots(items),
    userSlots: slots(users),
    writeItem(item, into, offset, { own, asNew = false } = {}) {
      let at = offset;
      items.forEach((column, i) => {
        // Training never saw the id of an item that no training user rated.
        if (column.kind === 'id') into[at] = asNew || statistics.counts[item] === 0 ? 0 : item + 1;
        else if (column.kind === 'statistics' && asNew) into.fill(0, at, at + column.field.slots);
        else if (column.kind === 'statistics') writeStatistics(column.damping, statistics, item, own, into, at);
        else itemParts[i]!(item, into, at);
        at += column.field.slots;
      });
    },
    writeUser(user, into, offset) {
      let at = offset;
      users.forEach((column, i) => {
        userParts[i]!(user, into, at);
        at += column.field.slots;
      });
    },
  };
}

type Part = (row: number, into: Float32Array, offset: number) => void;

/** How one column is written from its attribute; ids and statistics have none. */
function partOf(column: Column, attributes: readonly Attribute[]): Part | undefined {
  if (column.kind === 'id' || column.kind === 'statistics') return undefined;
  const found = attributes.find(({ name, kind }) => name === column.attribute && kind === column.kind);
  if (found === undefined) throw new Error(`The data have no attribute ${column.attribute} of the kind ${column.kind}.`);
  const { slots, size } = column.field;
  switch (found.kind) {
    case 'category':
      return (row, into, offset) => (into[offset] = found.codes[row]);
    case 'categories':
      return (row, into, offset) => into.fill(0, offset, offset + slots).set(found.codes.subarray(found.starts[row], Math.min(found.starts[row + 1], found.starts[row] + slots)), offset);
    case 'number': {
      const { mean, deviation } = column as Extract<Column, { kind: 'number' }>;
      return (row, into, offset) => (into[offset] = standardised(found.values[row], mean, deviation));
    }
    case 'text': {
      const hashed = ngramsOf(slots, size!);
      // A row is drawn many times in training, and its text is hashed once.
      const encoded: SparseRow[] = [];
      return (row, into, offset) => writeRow((encoded[row] ??= hashed.encode(found.texts[row])), into.fill(0, offset, offset + slots), offset);
    }
  }
}

/** A number in units of the column; an unknown one is the mean. */
export function standardised(value: number, mean: number, deviation: number): number {
  return Number.isNaN(value) ? 0 : (value - mean) / deviation;
}

/** How texts become codes. */
export function ngramsOf(slots: number, buckets: number): TextRepresentation {
  return ngramIds({ length: slots, buckets });
}

/** The damped mean, in standard deviations from that of all, and the logarithm of the count, about from 0 to 1. */
function writeStatistics(damping: number, { mean, deviation, userBiases, sums, counts }: ItemStatistics, item: number, own: OwnRating | undefined, into: Float32Array, offset: number): void {
  const count = counts[item] - Number(own !== undefined);
  const above = sums[item] - (own ? own.rating - mean - userBiases[own.user] : 0);
  into[offset] = above / (count + damping) / deviation;
  into[offset + 1] = Math.log1p(count) / 5;
}
