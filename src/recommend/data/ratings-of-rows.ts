import type { Attribute } from '../attributes.js';
import { namesOf } from '../names.js';
import type { Ratings, RatingScale } from '../ratings.js';

interface RatingRow {
  readonly user: string;
  readonly item: string;
  readonly rating: number;
  readonly time: number;
}

interface ItemRow {
  readonly id: string;
  readonly title: string;
  readonly genres: readonly string[];
}

/** Ratings of rows in any order; of a user's ratings of an item the last counts. */
export function ratingsOfRows(name: string, rows: readonly RatingRow[], films: readonly ItemRow[], scale: RatingScale, source: Ratings['source']): Ratings {
  const users = [...new Set(rows.map(({ user }) => user))];
  const items = [...new Set([...films.map(({ id }) => id), ...rows.map(({ item }) => item)])];
  const userNames = namesOf(users);
  const itemNames = namesOf(items);
  const own: Map<number, RatingRow>[] = users.map(() => new Map());
  for (const row of [...rows].sort((a, b) => a.time - b.time)) {
    const of = own[userNames.indexOf(row.user)!];
    const item = itemNames.indexOf(row.item)!;
    of.delete(item);
    of.set(item, row);
  }
  const starts = new Int32Array(users.length + 1);
  own.forEach((of, user) => (starts[user + 1] = starts[user] + of.size));
  const all = own.flatMap((of) => [...of.entries()]);
  const titles = [...items];
  const year = new Float32Array(items.length).fill(NaN);
  const genres: string[][] = items.map(() => []);
  films.forEach((film) => {
    const item = itemNames.indexOf(film.id)!;
    titles[item] = film.title;
    year[item] = Number(/\((\d{4})\)\s*$/.exec(film.title)?.[1] ?? NaN);
    genres[item] = [...film.genres];
  });
  const values = [...new Set(genres.flat())].sort();
  const genreStarts = new Int32Array(items.length + 1);
  genres.forEach((own, item) => (genreStarts[item + 1] = genreStarts[item] + own.length));
  const codes = Int32Array.from(genres.flat().map((genre) => values.indexOf(genre) + 1));
  const itemAttributes: Attribute[] = [{ name: 'year', kind: 'number', values: year }, { name: 'genres', kind: 'categories', values, starts: genreStarts, codes }];
  return {
    name,
    users: userNames,
    items: itemNames,
    titles,
    starts,
    item: Int32Array.from(all, ([item]) => item),
    rating: Float32Array.from(all, ([, row]) => row.rating),
    time: Float64Array.from(all, ([, row]) => row.time),
    scale: { ...scale, levels: [...new Set(all.map(([, row]) => row.rating))].sort((a, b) => a - b) },
    feedback: 'explicit',
    itemAttributes,
    userAttributes: [],
    warnings: [],
    source,
  };
}
