import { distance } from 'fastest-levenshtein';
import { titleOf, type Catalogue } from './catalogue.js';
import { readTitle, type ReadTitle } from './titles.js';

/** An item that a title may mean. */
export interface FoundItem {
  /** Its name. */
  readonly item: string;
  readonly title: string;
  /** Whether the title is the same but for case, accents, signs, articles and year, or is the item's own name. */
  readonly exact: boolean;
  /** How alike the titles are, from 0 to 1. */
  readonly likeness: number;
}

/** Less alike titles are not offered. */
const leastLikeness = 0.6;

/**
 * The items that a title may mean: those of the same title where there are any, of the year given if one is, else those of near titles, misspelt or cut short. The likeliest first, of equal ones what more people
 * rated. An item's own name finds it.
 */
export function findItems(catalogue: Catalogue, title: string, { most = 5 }: { readonly most?: number } = {}): FoundItem[] {
  const { items, counts } = catalogue;
  const found = (item: number, exact: boolean, likeness: number): FoundItem => ({ item: items.nameOf(item), title: titleOf(catalogue, item), exact, likeness });
  const named = items.indexOf(title);
  if (named !== undefined) return [found(named, true, 1)].slice(0, most);

  const asked = readTitle(title);
  const titles = titlesOf(catalogue);
  const same = titles.flatMap(({ forms }, item) => (forms.some((form) => asked.forms.includes(form)) ? [item] : []));
  if (same.length > 0) {
    const ofYear = same.filter((item) => asked.year !== undefined && titles[item].year === asked.year);
    const meant = ofYear.length > 0 ? ofYear : same;
    return meant.sort((a, b) => counts[b] - counts[a] || a - b).slice(0, most).map((item) => found(item, true, 1));
  }
  return titles
    .map(({ forms }, item) => ({ item, likeness: Math.max(0, ...forms.flatMap((form) => asked.forms.map((wanted) => likenessOf(wanted, form)))) }))
    .filter(({ likeness }) => likeness >= leastLikeness)
    .sort((a, b) => b.likeness - a.likeness || counts[b.item] - counts[a.item] || a.item - b.item)
    .slice(0, most)
    .map(({ item, likeness }) => found(item, false, likeness));
}

/** The share of letters that stay where one title is written over the other; of one that has the words of the other, or their beginnings, at least 0.6. */
function likenessOf(wanted: string, title: string): number {
  const longer = Math.max(wanted.length, title.length);
  const letters = 1 - distance(wanted, title) / longer;
  return wanted.length >= 3 && hasWords(title, wanted) ? Math.max(letters, 0.6 + (0.4 * wanted.length) / longer) : letters;
}

function hasWords(title: string, wanted: string): boolean {
  const beginnings = ` ${title}`;
  return wanted.split(' ').every((word) => beginnings.includes(` ${word}`));
}

const read = new WeakMap<Catalogue, readonly ReadTitle[]>();

/** The titles of a catalogue, read once. */
function titlesOf(catalogue: Catalogue): readonly ReadTitle[] {
  const known = read.get(catalogue) ?? Array.from({ length: catalogue.items.count }, (_, item) => readTitle(titleOf(catalogue, item)));
  read.set(catalogue, known);
  return known;
}
