import type { Split } from '../tasks/index.js';

/** An image of a split. */
export interface SplitImage {
  readonly split: Split;
  /** What a person finds it by. */
  readonly name: string;
  /** The SHA-256 of its file, or of whatever makes two images the same. */
  readonly sha256: string;
}

/** The same image in two splits. */
export type Duplicate = readonly [first: SplitImage, second: SplitImage];

/**
 * The images that are in two splits: for every image and every two splits that have it one pair, of its first place in each. Images are the
 * same where their sums are; sums of files do not find an image that was saved again.
 */
export function duplicatesAcrossSplits(images: Iterable<SplitImage>): Duplicate[] {
  const places = new Map<string, SplitImage[]>();
  for (const image of images) {
    const known = places.get(image.sha256);
    if (!known) places.set(image.sha256, [image]);
    else if (known.every(({ split }) => split !== image.split)) known.push(image);
  }
  const inOrder = [...places.values()].map((found) => found.sort((a, b) => order.indexOf(a.split) - order.indexOf(b.split)));
  return inOrder.flatMap((found) => found.flatMap((first, at) => found.slice(at + 1).map((second) => [first, second] as const)));
}

const order: readonly Split[] = ['train', 'validation', 'test'];

/** A sentence for every two splits that share images, such as "2 images of train are also in test: cat/1.png = dog/7.png, cat/2.png = cat/9.png." */
export function duplicateWarnings(duplicates: readonly Duplicate[]): string[] {
  const bySplits = new Map<string, Duplicate[]>();
  for (const pair of duplicates) {
    const splits = pair.map(({ split }) => split).join();
    bySplits.set(splits, [...(bySplits.get(splits) ?? []), pair]);
  }
  return [...bySplits.values()].map((pairs) => {
    const [{ split: one }, { split: other }] = pairs[0];
    const shown = pairs.slice(0, named).map(([first, second]) => `${first.name} = ${second.name}`).join(', ');
    const more = pairs.length > named ? ` and ${pairs.length - named} more` : '';
    return `${pairs.length} ${pairs.length === 1 ? 'image' : 'images'} of ${one} ${pairs.length === 1 ? 'is' : 'are'} also in ${other}: ${shown}${more}.`;
  });
}

/** How many pairs a sentence names. */
const named = 3;
