import { fetchKept } from '../parts/fetch-kept.js';
import { modelUrl } from '../parts/site.js';

/** A film of the catalogue; its place in the list is its number in the model's programs. */
export interface Film {
  readonly name: string;
  /** With the year behind it. */
  readonly title: string;
  /** How many people rated it. */
  readonly ratings: number;
}

export interface Catalogue {
  readonly scale: { readonly low: number; readonly high: number };
  readonly items: readonly Film[];
}

/** The films that came with the model, the most rated first. */
export async function loadCatalogue(): Promise<Catalogue> {
  return JSON.parse(new TextDecoder().decode(await fetchKept(modelUrl('taste/catalogue.json')))) as Catalogue;
}

/** The films whose title has all the words, in any order; the most rated first. */
export function found({ items }: Catalogue, text: string, most: number): number[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return [...items.keys()].filter((item) => words.every((word) => items[item].title.toLowerCase().includes(word))).slice(0, most);
}
