import type { NdArray } from '../../graph/index.js';
import { namesOf, type Names } from '../names.js';
import type { RatingTasks } from '../rating-tasks.js';
import type { RatingScale } from '../ratings.js';
import type { Column } from '../rows/columns.js';
import type { RatingTarget } from '../targets.js';
import { slotsOfColumns, writeValues, type AttributeValues } from './attribute-values.js';

/** All of items that recommending needs, without the data set. */
export interface Catalogue {
  /** The name of the data set. */
  readonly name: string;
  /** Where the fields of rows come from, items' before users': their vocabularies are here. */
  readonly columns: readonly Column[];
  readonly ratingTarget: RatingTarget;
  /** Untaken items that a learner was trained to see beside each that was taken; 0 where users rated. */
  readonly negatives: number;
  /** Items of the data, numbered before those that were just listed: untaken ones are drawn among them, so that listing more changes nothing for a user. */
  readonly dataItems: number;
  readonly scale: RatingScale;
  readonly items: Names;
  /** What people call each item, where that is not its name. */
  readonly titles?: readonly string[];
  /** float32 (items, values of an item's row), with what all training users thought of them. */
  readonly rows: NdArray;
  /** Int32 (items): training users who rated it. */
  readonly counts: Int32Array;
  /**
   * This catalogue with items that were just listed, numbered after its own. Their rows say what their attributes do; a value never seen before counts as unknown.
   * @throws RangeError where a name is empty or there already.
   */
  with(...items: readonly NewItem[]): Catalogue;
}

/** An item that was just listed. */
export interface NewItem {
  readonly name: string;
  readonly title?: string;
  readonly attributes?: AttributeValues;
}

/** What a catalogue is made of. */
export type CatalogueParts = Omit<Catalogue, 'with'>;

/** The catalogue of the items that a learner was trained on. */
export function catalogueOf({ ratings, columns, ratingTarget, negatives, rows, statistics }: RatingTasks): Catalogue {
  const count = ratings.items.count;
  const data = new Float32Array(count * rows.itemSlots);
  for (let item = 0; item < count; item++) rows.writeItem(item, data, item * rows.itemSlots);
  return catalogue({
    name: ratings.name,
    columns,
    ratingTarget,
    negatives,
    dataItems: count,
    scale: ratings.scale,
    items: ratings.items,
    titles: ratings.titles,
    rows: { data, shape: [count, rows.itemSlots], dtype: 'float32' },
    counts: Int32Array.from(statistics.counts),
  });
}

/** A catalogue from its parts. */
export function catalogue(parts: CatalogueParts): Catalogue {
  return { ...parts, with: (...items) => (items.length === 0 ? catalogue(parts) : catalogue(extended(parts, items))) };
}

/** What a person would call an item. */
export function titleOf({ titles, items }: Pick<Catalogue, 'titles' | 'items'>, item: number): string {
  return titles?.[item] || items.nameOf(item);
}

function extended(parts: CatalogueParts, added: readonly NewItem[]): CatalogueParts {
  const { items, titles, rows, counts, columns } = parts;
  const names = Array.from({ length: items.count }, (_, item) => items.nameOf(item));
  const known = new Set(names);
  const itemColumns = columns.filter(({ of }) => of === 'item');
  const slots = slotsOfColumns(itemColumns);
  const data = new Float32Array((names.length + added.length) * slots);
  data.set(rows.data);
  for (const { name, attributes = {} } of added) {
    if (typeof name !== 'string' || name === '') throw new RangeError('A new item needs a name, got an empty one: give one that no other item has.');
    if (known.has(name)) throw new RangeError(`The catalogue has an item ${name} already: list a new one under a name of its own.`);
    known.add(name);
    writeValues(itemColumns, attributes, data, names.length * slots);
    names.push(name);
  }
  const told = titles !== undefined || added.some(({ title }) => title !== undefined);
  const before = names.slice(0, items.count);
  return {
    ...parts,
    items: namesOf(names),
    titles: told ? [...(titles ?? before), ...added.map(({ name, title }) => title ?? name)] : undefined,
    rows: { data, shape: [names.length, slots], dtype: 'float32' },
    counts: Int32Array.from({ length: names.length }, (_, item) => counts[item] ?? 0),
  };
}
