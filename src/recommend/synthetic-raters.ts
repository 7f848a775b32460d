import { foldIn, generatorOf, key, normal, uniformOf } from '../random/index.js';
import { requireCount } from '../nn/require-count.js';
import type { Attribute } from './attributes.js';
import { countRange } from '../tasks/index.js';
import { namesOf } from './names.js';
import type { Ratings } from './ratings.js';

export interface SyntheticRatersOptions {
  /** Default 600. */
  readonly users?: number;
  /** Default 400. */
  readonly items?: number;
  /** The fewest and the most ratings of a user. Default [15, 60]. */
  readonly perUser?: readonly [low: number, high: number];
  /** Fixes everything that is drawn. Default 0. */
  readonly seed?: number;
}

const genres = ['adventure', 'comedy', 'crime', 'documentary', 'drama', 'horror', 'romance', 'science'];
const regions = ['north', 'south', 'east', 'west'];
/** Tastes that items and users have, beside genres. */
const hidden = 4;
const day = 86_400;

/**
 * Made-up raters who need no files: an item has one to three genres, a year, a quality and some hidden traits; a user a region that leans to some genres, a mood, and a taste. The rating
 * is what these say and some noise, from 1 to 5. Popular items are rated more often, and some items appear late.
 * @throws RangeError where sizes make no sense.
 */
export function syntheticRaters({ users = 600, items = 400, perUser: [low, high] = [15, 60], seed = 0 }: SyntheticRatersOptions = {}): Ratings {
  requireCount({ users, items });
  countRange('perUser', [low, high]);
  const root = key(seed);
  const itemDraws = generatorOf(foldIn(root, 0));
  const uniform = () => uniformOf(itemDraws);
  const traits = normal(foldIn(root, 1), [items, hidden]).data;
  const quality = normal(foldIn(root, 2), [items], 0, 0.5).data;
  const genreStarts = new Int32Array(items + 1);
  const genreCodes: number[] = [];
  const years = new Float32Array(items);
  const appears = new Float64Array(items);
  for (let item = 0; item < items; item++) {
    const own = new Set(Array.from({ length: 1 + Math.floor(3 * uniform()) }, () => 1 + Math.floor(genres.length * uniform())));
    genreCodes.push(...[...own].sort((a, b) => a - b));
    genreStarts[item + 1] = genreCodes.length;
    years[item] = 1970 + Math.floor(50 * uniform());
    appears[item] = uniform() < 0.8 ? 0 : Math.floor(800 * uniform()) * day;
  }
  const leanings = normal(foldIn(root, 3), [regions.length, genres.length], 0, 0.4).data;

  const starts = new Int32Array(users + 1);
  const item: number[] = [];
  const rating: number[] = [];
  const time: number[] = [];
  const region = new Int32Array(users);
  for (let user = 0; user < users; user++) {
    const draws = generatorOf(foldIn(foldIn(root, 4), user));
    region[user] = 1 + Math.floor(regions.length * uniformOf(draws));
    const likes = normal(foldIn(foldIn(root, 5), user), [genres.length], 0, 0.6).data.map((own, g) => own + leanings[(region[user] - 1) * genres.length + g]);
    const taste = normal(foldIn(foldIn(root, 6), user), [hidden], 0, 0.45).data;
    const [mood, ...noise] = normal(foldIn(foldIn(root, 7), user), [high + 1]).data;
    const count = Math.min(items, low + Math.floor((high - low + 1) * uniformOf(draws)));
    const arrives = Math.floor(1000 * uniformOf(draws)) * day;
    const seen = new Set<number>();
    // Low numbers are popular; a few rounds without a new item end a user who has seen all.
    for (let tries = 0; seen.size < count && tries < 50 * count; tries++) {
      const drawn = Math.floor(items * uniformOf(draws) ** 2);
      if (appears[drawn] <= arrives) seen.add(drawn);
    }
    [...seen].forEach((each, i) => {
      const own = genreCodes.slice(genreStarts[each], genreStarts[each + 1]);
      let liked = 3.3 + quality[each] + 0.4 * mood + 0.4 * noise[i];
      for (const code of own) liked += likes[code - 1] / Math.sqrt(own.length);
      for (let h = 0; h < hidden; h++) liked += taste[h] * traits[each * hidden + h];
      item.push(each);
      rating.push(Math.min(5, Math.max(1, Math.round(liked))));
      time.push(arrives + 60 * i);
    });
    starts[user + 1] = item.length;
  }
  const itemAttributes: Attribute[] = [
    { name: 'genres', kind: 'categories', values: genres, starts: genreStarts, codes: Int32Array.from(genreCodes) },
    { name: 'year', kind: 'number', values: years },
  ];
  return {
    name: 'raters',
    users: namesOf(Array.from({ length: users }, (_, user) => `user ${user + 1}`)),
    items: namesOf(Array.from({ length: items }, (_, each) => `item ${each + 1}`)),
    starts,
    item: Int32Array.from(item),
    rating: Float32Array.from(rating),
    time: Float64Array.from(time),
    scale: { low: 1, high: 5, levels: [1, 2, 3, 4, 5] },
    feedback: 'explicit',
    itemAttributes,
    userAttributes: [{ name: 'region', kind: 'category', values: regions, codes: region }],
    warnings: [],
    source: { synthetic: true, users, items, perUser: [low, high], seed },
  };
}
