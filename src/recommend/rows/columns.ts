import type { Field } from '../../nn/index.js';
import { requireCount } from '../../nn/require-count.js';
import type { Attribute } from '../attributes.js';
import { damping } from './item-statistics.js';

/** Where the values of a field come from, as config.json has it: with it rows are written for items and users that the data never had. */
export type Column = IdColumn | StatisticsColumn | CodesColumn | NumberColumn | TextColumn;

interface Base {
  readonly of: 'item' | 'user';
  readonly field: Field;
}

/** The number of an item, plus one; 0 for one that training did not have. */
export interface IdColumn extends Base {
  readonly kind: 'id';
}

/** What training users thought of an item: how far their ratings are above the mean and their own biases, drawn to 0 by `damping` more ratings, and how many they are. */
export interface StatisticsColumn extends Base {
  readonly kind: 'statistics';
  readonly damping: number;
}

/** Codes of the values of an attribute: one, or as many as the field has slots. */
export interface CodesColumn extends Base {
  readonly kind: 'category' | 'categories';
  readonly attribute: string;
  readonly values: readonly string[];
}

/** A number, less its mean and over its deviation; 0 where unknown. */
export interface NumberColumn extends Base {
  readonly kind: 'number';
  readonly attribute: string;
  readonly mean: number;
  readonly deviation: number;
}

/** The hashed n-grams of a text. */
export interface TextColumn extends Base {
  readonly kind: 'text';
  readonly attribute: string;
}

/** The widths of embeddings. */
export interface Widths {
  /** Of an item's own embedding. Default 0, none: items are known by their attributes and by what is thought of them. On 100,000 ratings embeddings of items made errors larger. */
  readonly idWidth?: number;
  /** Of each attribute's embedding. Default 8. */
  readonly attributeWidth?: number;
}

/** Most codes of a row that one field keeps. */
const mostCodes = 12;
/** Most n-grams of a text, and the table of their embeddings. */
const mostNgrams = 24;
const ngramBuckets = 4096;

/**
 * The columns of rows for these items and users: the item's id, what its ratings say, its attributes, then the user's attributes.
 * @throws RangeError where a width is no whole number, or that of attributes is zero.
 */
export function columnsOf(items: number, itemAttributes: readonly Attribute[], userAttributes: readonly Attribute[], { idWidth = 0, attributeWidth = 8 }: Widths = {}): Column[] {
  if (!Number.isInteger(idWidth) || idWidth < 0) throw new RangeError(`idWidth must be a whole number of at least 0, got ${idWidth}.`);
  requireCount({ attributeWidth });
  const id: Column[] = idWidth === 0 ? [] : [{ of: 'item', kind: 'id', field: { name: 'id', kind: 'codes', slots: 1, size: items + 1, width: idWidth } }];
  const statistics: Column = { of: 'item', kind: 'statistics', damping, field: { name: 'ratings', kind: 'numbers', slots: 2 } };
  return [
    ...id,
    statistics,
    ...itemAttributes.map((attribute) => columnOf('item', attribute, attributeWidth)),
    ...userAttributes.map((attribute) => columnOf('user', attribute, attributeWidth)),
  ];
}

function columnOf(of: 'item' | 'user', attribute: Attribute, width: number): Column {
  const name = `${of} ${attribute.name}`;
  switch (attribute.kind) {
    case 'category':
      return { of, kind: 'category', attribute: attribute.name, values: attribute.values, field: { name, kind: 'codes', slots: 1, size: attribute.values.length + 1, width } };
    case 'categories': {
      const slots = Math.max(1, Math.min(mostCodes, longest(attribute.starts)));
      return { of, kind: 'categories', attribute: attribute.name, values: attribute.values, field: { name, kind: 'codes', slots, size: attribute.values.length + 1, width } };
    }
    case 'number':
      return { of, kind: 'number', attribute: attribute.name, ...standardOf(attribute.values), field: { name, kind: 'numbers', slots: 1 } };
    case 'text':
      return { of, kind: 'text', attribute: attribute.name, field: { name, kind: 'codes', slots: mostNgrams, size: ngramBuckets, width } };
  }
}

function longest(starts: Int32Array): number {
  let most = 0;
  for (let row = 1; row < starts.length; row++) most = Math.max(most, starts[row] - starts[row - 1]);
  return most;
}

function standardOf(values: Float32Array): { mean: number; deviation: number } {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return { mean: 0, deviation: 1 };
  const mean = known.reduce((total, value) => total + value, 0) / known.length;
  const deviation = Math.sqrt(known.reduce((total, value) => total + (value - mean) ** 2, 0) / known.length);
  return { mean, deviation: deviation > 0 ? deviation : 1 };
}
