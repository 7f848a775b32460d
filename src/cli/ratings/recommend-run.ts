import type { Catalogue, RankedItem } from '../../recommend/index.js';
import { UsageError } from '../failure.js';
import type { Output } from '../output.js';
import { listed } from '../options/values.js';
import { matchTitles, type Matched } from './match-titles.js';
import { openRecommender } from './open-recommender.js';
import { parseRatings, readRatings, type WrittenRating } from './parse-ratings.js';
import { valuesOf } from './written-attributes.js';

export interface RecommendWishes {
  /** `The Matrix=5,Titanic=2`. */
  readonly ratings?: string;
  /** A file of them. */
  readonly ratingsFile?: string;
  /** Titles to leave out. */
  readonly exclude: readonly string[];
  /** `name=value` of the user. */
  readonly attributes: readonly string[];
  readonly top: number;
  /** Training users who rated an item, at least. */
  readonly minRatings: number;
}

/** What `recommend --json` prints. */
export interface RecommendResult {
  readonly run: string;
  /** What was taken for known. */
  readonly known: readonly (Matched & { readonly rating: number })[];
  readonly excluded: readonly Matched[];
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** What scores are: a rating on the scale, or the probability that an item is taken. */
  readonly score: 'rating' | 'probability';
  readonly scale: { readonly low: number; readonly high: number };
  readonly recommended: readonly RankedItem[];
}

/** Recommends items to a user by a trained run. @throws UsageError where titles, ratings or attributes are not those of the run's data. */
export async function recommendRun(path: string, { ratings, ratingsFile, exclude, attributes, top, minRatings }: RecommendWishes, output: Output): Promise<RecommendResult> {
  const written = [...(ratingsFile === undefined ? [] : await readRatings(ratingsFile)), ...(ratings === undefined ? [] : parseRatings(ratings, '--ratings'))];
  const recommender = await openRecommender(path);
  try {
    const { catalogue } = recommender;
    requireInScale(catalogue, written);
    const matched = matchTitles(catalogue, written.map(({ title }) => title)).map((each, i) => ({ ...each, rating: written[i].rating }));
    const excluded = matchTitles(catalogue, exclude);
    const values = valuesOf(catalogue, attributes);
    const known = withoutRepeats(matched, output);
    const { items } = await recommender.for({ ratings: known.map(({ item, rating }) => ({ item, rating })), attributes: values }, { top, exclude: excluded.map(({ item }) => item), ...(minRatings === 0 ? {} : { only: ratedBy(catalogue, minRatings) }) });
    const { low, high } = scaleOf(catalogue);
    return { run: path, known, excluded, attributes: values, score: catalogue.ratingTarget.kind === 'taken' ? 'probability' : 'rating', scale: { low, high }, recommended: items };
  } finally {
    await recommender.release();
  }
}

/** Names of the items that so many training users rated. */
function ratedBy({ items, counts }: Catalogue, least: number): string[] {
  return [...counts.keys()].filter((item) => counts[item] >= least).map((item) => items.nameOf(item));
}

function scaleOf({ ratingTarget, scale }: Catalogue): { low: number; high: number } {
  return ratingTarget.kind === 'taken' ? { low: 0, high: 1 } : scale;
}

function requireInScale(catalogue: Catalogue, written: readonly WrittenRating[]): void {
  const { low, high } = scaleOf(catalogue);
  const wrong = written.filter(({ rating }) => !(rating >= low && rating <= high));
  if (wrong.length === 0) return;
  const told = listed(wrong.map(({ title, rating }) => `${title}=${rating}`), 'and');
  throw new UsageError(`${told} ${wrong.length === 1 ? 'is' : 'are'} out of the scale: ratings of ${catalogue.name} go from ${low} to ${high}${catalogue.ratingTarget.kind === 'taken' ? ', where 1 is taken and 0 is left' : ''}.`);
}

/** Of an item that is rated twice the last rating counts, and is told. */
function withoutRepeats<Known extends Matched & { readonly rating: number }>(all: readonly Known[], output: Output): Known[] {
  const last = new Map(all.map((each) => [each.item, each]));
  for (const { title, rating } of all.filter((each) => last.get(each.item) !== each && last.get(each.item)!.rating !== each.rating)) {
    output.warn(`${title} is rated twice: ${rating} is left out, and the last rating counts.`);
  }
  return [...last.values()];
}
