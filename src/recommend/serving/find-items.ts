import type { Catalogue } from './catalogue.js';

/** An item that a title may mean. */
export interface FoundItem {
  /** Its name. */
  readonly item: string;
  readonly title: string;
  /** Whether the title is the same but for case, accents, signs, articles and year. */
  readonly exact: boolean;
  /** How alike the titles are, from 0 to 1. */
  readonly likeness: number;
}

/**
 * The items that a title may mean: those of the same title where there are any, else those of the nearest; best first, of equal ones those that more people rated. An item's own name finds it.
 */
export function findItems(_catalogue: Catalogue, _title: string, { most: _most = 5 }: { readonly most?: number } = {}): FoundItem[] {
  throw new Error('Not there yet.');
}
