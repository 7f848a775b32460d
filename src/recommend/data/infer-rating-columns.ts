import { numberIn } from '../../tasks/files/index.js';
import { columnName } from './infer-format.js';
import { numberOf } from './number-cell.js';
import type { RatingColumn } from './schema.js';
import { inferTimeUnit, leastTime } from './time-cell.js';

const usual = {
  time: /time|date|stamp|^ts?$|^when$/i,
  rating: /rating|score|stars?$|grade|^value$|^r(ate)?$/i,
  user: /user|customer|member|reader|account|client|reviewer|rater|person|visitor|profile|listener|^u(id)?$/i,
  item: /item|movie|film|book|product|song|track|artist|isbn|business|restaurant|game|anime|recipe|article|asin|sku|show|^i(id)?$/i,
};

/** Whether a column's name says that it holds times. */
export function isCalledTime(name: string): boolean {
  return usual.time.test(name);
}

/**
 * Which column is which: by the names of a header, else by what stands in them; the first others are users, then items.
 * @param separator of cells: where it is no comma, ratings may have one.
 */
export function inferRatingColumns(names: readonly string[], rows: readonly (readonly string[])[], separator: string): RatingColumn[] {
  const kinds: RatingColumn['kind'][] = names.map(() => 'ignore');
  const cellsOf = (column: number): string[] => rows.map((cells) => cells[column] ?? '').filter((cell) => cell !== '');
  const free = (): number[] => names.map((_, column) => column).filter((column) => kinds[column] === 'ignore');
  const isTime = (column: number): boolean => inferTimeUnit(cellsOf(column)) !== undefined;
  const isRating = (column: number): boolean => mostOf(cellsOf(column), (cell) => numberOf(cell, separator) !== undefined);
  const looksLikeTime = (column: number): boolean => isTime(column) && mostOf(cellsOf(column), (cell) => (numberIn(cell) ?? Infinity) >= leastTime);
  const set = (kind: RatingColumn['kind'], column: number | undefined): void => {
    if (column !== undefined) kinds[column] = kind;
  };
  const named = (kind: keyof typeof usual): number[] => {
    const all = free().filter((column) => usual[kind].test(names[column]));
    // "reviewerID" before "reviewerName".
    return [...all.filter((column) => /id$/i.test(names[column])), ...all];
  };

  set('time', named('time').find(isTime));
  // What is plainly called a rating is one, even if no cell is a number: that is to be told.
  set('rating', named('rating').find(isRating) ?? named('rating').find((column) => /^(ratings?|stars?|score)$/i.test(names[column])));
  set('user', named('user')[0]);
  set('item', named('item')[0]);
  const missing = (kind: RatingColumn['kind']): boolean => !kinds.includes(kind);
  // The first two columns that nothing is known of are users and items, so that ratings and times stand behind them.
  if (missing('user')) set('user', free()[0]);
  if (missing('item')) set('item', free()[0]);
  if (missing('time')) set('time', free().find(looksLikeTime));
  // What has a name of its own, such as a price, is taken for none.
  const nameless = (column: number): boolean => columnName(column) === names[column];
  if (missing('rating')) set('rating', free().find((column) => nameless(column) && isRating(column) && !looksLikeTime(column)));
  if (missing('time') && !missing('rating')) set('time', free().find((column) => nameless(column) && column > kinds.indexOf('rating') && isTime(column)));
  return names.map((name, column) => ({ name, kind: kinds[column] }));
}

function mostOf(cells: readonly string[], holds: (cell: string) => boolean): boolean {
  return cells.length > 0 && 2 * cells.filter(holds).length > cells.length;
}
