import { findItems, type Catalogue, type FoundItem } from '../../recommend/index.js';
import { UsageError } from '../failure.js';
import { listed } from '../options/values.js';

/** An item of a catalogue and the words by which it was found. */
export interface Matched {
  readonly asked: string;
  /** Its name in the catalogue. */
  readonly item: string;
  readonly title: string;
  /** Titles of other items that are called the same. */
  readonly others: readonly string[];
}

/** Near titles that are offered. */
const offered = 4;

/** The item of each title. @throws UsageError that offers near titles for all that are not found. */
export function matchTitles(catalogue: Catalogue, titles: readonly string[]): Matched[] {
  const found = titles.map((asked) => ({ asked, items: findItems(catalogue, asked, { most: offered }) }));
  const missing = found.filter(({ items }) => !items[0]?.exact);
  if (missing.length > 0) throw new UsageError(missing.map(({ asked, items }) => notFound(catalogue, asked, items)).join('\n'));
  return found.map(({ asked, items: [first, ...rest] }) => ({ asked, item: first.item, title: first.title, others: rest.filter(({ exact }) => exact).map(({ title }) => title) }));
}

function notFound({ name, items }: Catalogue, asked: string, near: readonly FoundItem[]): string {
  const what = `No item of ${name} is called '${asked}'`;
  return near.length === 0 ? `${what}, nor nearly so, among ${items.count}.` : `${what}. Did you mean ${listed(near.map(({ title }) => title))}?`;
}
