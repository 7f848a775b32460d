import type { AttributeColumn, AttributeTable, DataSchema, RatingTable, TextFormat } from './schema.js';

/** How one of the MovieLens data sets is laid out. */
export interface MovieLensLayout {
  readonly name: string;
  readonly ratings: string;
  readonly items: string;
  readonly users?: string;
  readonly schema: DataSchema;
}

const comma: TextFormat = { separator: ',', encoding: 'utf-8', header: true, quotes: true };
const colons: TextFormat = { separator: '::', encoding: 'latin-1', header: false, quotes: false };
const bars: TextFormat = { separator: '|', encoding: 'latin-1', header: false, quotes: false };

const id: AttributeColumn = { name: 'id', kind: 'id' };
const titleAndGenres: readonly AttributeColumn[] = [
  { name: 'title', kind: 'title' },
  { name: 'genres', kind: 'categories', separator: '|' },
];
const stars = { low: 1, high: 5 };
const halfStars = { low: 0.5, high: 5 };

/** What u.item says of each film, in the order of u.genre. */
const genres = ['unknown', 'Action', 'Adventure', 'Animation', "Children's", 'Comedy', 'Crime', 'Documentary', 'Drama', 'Fantasy', 'Film-Noir', 'Horror', 'Musical', 'Mystery', 'Romance', 'Sci-Fi', 'Thriller', 'War', 'Western'];

/** Lines of user, item, rating and time. */
export function ratingLines(text: TextFormat, scale: RatingTable['scale'], names = ['user', 'item', 'rating', 'time']): RatingTable {
  const kinds = ['user', 'item', 'rating', 'time'] as const;
  return { ...text, columns: kinds.map((kind, at) => ({ name: names[at], kind })), timeUnit: 's', scale };
}

/** Lines of an item's id, title and genres. */
export function filmLines(text: TextFormat): AttributeTable {
  return { ...text, columns: [id, ...titleAndGenres] };
}

const comma20m: DataSchema = { ratings: ratingLines(comma, halfStars, ['userId', 'movieId', 'rating', 'timestamp']), items: { ...comma, columns: [{ name: 'movieId', kind: 'id' }, ...titleAndGenres] } };

/** From the most to the least particular: that of 10M is that of 1M without users, with other stars and letters. */
export const movieLensLayouts: readonly MovieLensLayout[] = [
  {
    name: '100k',
    ratings: 'u.data',
    items: 'u.item',
    users: 'u.user',
    schema: {
      ratings: ratingLines({ ...bars, separator: '\t' }, stars),
      items: {
        ...bars,
        columns: [
          id,
          { name: 'title', kind: 'title' },
          { name: 'released', kind: 'ignore' },
          { name: 'released on video', kind: 'ignore' },
          { name: 'address', kind: 'ignore' },
          ...genres.map((name): AttributeColumn => (name === 'unknown' ? { name, kind: 'ignore' } : { name, kind: 'flag', attribute: 'genres' })),
        ],
      },
      users: { ...bars, columns: [id, { name: 'age', kind: 'number' }, { name: 'gender', kind: 'category' }, { name: 'occupation', kind: 'category' }, { name: 'zip', kind: 'category' }] },
    },
  },
  {
    name: '1m',
    ratings: 'ratings.dat',
    items: 'movies.dat',
    users: 'users.dat',
    schema: {
      ratings: ratingLines(colons, stars),
      items: filmLines(colons),
      users: { ...colons, columns: [id, { name: 'gender', kind: 'category' }, { name: 'age', kind: 'category' }, { name: 'occupation', kind: 'category' }, { name: 'zip', kind: 'category' }] },
    },
  },
  { name: '10m', ratings: 'ratings.dat', items: 'movies.dat', schema: { ratings: ratingLines({ ...colons, encoding: 'utf-8' }, halfStars), items: filmLines({ ...colons, encoding: 'utf-8' }) } },
  { name: 'csv', ratings: 'ratings.csv', items: 'movies.csv', schema: comma20m },
];

/** The layout of a data set that has these files. */
export function layoutOf(files: readonly string[]): MovieLensLayout | undefined {
  return movieLensLayouts.find(({ ratings, items, users }) => [ratings, items, users].every((file) => file === undefined || files.includes(file)));
}
