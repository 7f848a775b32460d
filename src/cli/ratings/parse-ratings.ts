import { readFile } from 'node:fs/promises';
import { parseCsv, withDecimalPoints } from '../../tasks/files/index.js';
import { UsageError } from '../failure.js';

/** A rating as a person wrote it. */
export interface WrittenRating {
  readonly title: string;
  readonly rating: number;
}

/**
 * One rating and the comma behind it. Titles may hold commas and equals signs: a title ends at the first equals sign that a number and then a comma, or the end, follow; one in quotes at its closing quote,
 * a quote within which is doubled.
 */
const entry = /\s*(?:"((?:[^"]|"")+)"|([^"\s][^]*?))\s*=\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*(?:,|$)/y;

/** `The Matrix=5, "What, me=worry"=2` as ratings. @throws UsageError that names what cannot be read. */
export function parseRatings(text: string, said: string): WrittenRating[] {
  const ratings: WrittenRating[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    entry.lastIndex = at;
    const found = entry.exec(text);
    if (found === null) throw new UsageError(`${said}: '${text.slice(at).trim()}' is no title and its rating: write TITLE=RATING, separated by commas, such as "The Matrix=5, Titanic=2"; a title in quotes may hold anything.`);
    const [whole, quoted, plain, rating] = found;
    ratings.push({ title: quoted?.replaceAll('""', '"') ?? plain, rating: Number(rating) });
    at += whole.length;
  }
  return ratings;
}

/** The ratings of a file: a .csv or .tsv table with the columns title and rating, or a line TITLE=RATING for each. */
export async function readRatings(file: string): Promise<WrittenRating[]> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`--ratings-file: ${file} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}.`, { cause: error });
  });
  if (/\.(csv|tsv)$/i.test(file)) return table(bytes, file);
  return bytes.toString('utf8').split(/\r?\n/).flatMap((line, i) => parseRatings(line, `line ${i + 1} of ${file}`));
}

function table(bytes: Uint8Array, file: string): WrittenRating[] {
  return withDecimalPoints(parseCsv(bytes, file, ['title', 'rating']), ['rating']).rows.map(({ line, values: { title, rating } }) => {
    const number = rating.trim() === '' ? NaN : Number(rating);
    if (!Number.isFinite(number)) throw new UsageError(`line ${line} of ${file}: the rating of ${title} is '${rating}', and should be a number.`);
    return { title, rating: number };
  });
}
