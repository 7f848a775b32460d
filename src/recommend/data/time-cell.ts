import { dateOrderOf, numberIn, secondsOfDate as secondsInOrder, type DateOrder } from '../../tasks/files/index.js';
import { numberAt } from './number-cell.js';
import type { RatingTable } from './schema.js';

type TimeUnit = RatingTable['timeUnit'];

const perSecond = { s: 1, ms: 1e3, us: 1e6 } as const;

/** What counts seconds (or less) since 1970, told from ratings and line numbers by its size. */
export const leastTime = 1e8;

/** Whether times of this unit are dates, and not numbers. */
export function isDated(unit: TimeUnit): unit is 'date' | DateOrder {
  return !(unit in perSecond);
}

/** The seconds since 1970 that a cell tells; NaN where it tells none. */
export function timeAt(bytes: Uint8Array, from: number, to: number, unit: TimeUnit): number {
  if (isDated(unit)) {
    const cell = String.fromCharCode(...bytes.subarray(from, Math.min(to, from + 64)));
    return unit === 'date' ? secondsOfDate(cell) : (secondsInOrder(cell, unit) ?? NaN);
  }
  return numberAt(bytes, from, to) / perSecond[unit];
}

/** The unit of most of these times; undefined where most are none, or are dates of which none tells whether the day or the month stands first. */
export function inferTimeUnit(cells: readonly string[]): TimeUnit | undefined {
  const known = cells.filter((cell) => cell !== '');
  const numbers = known.map(numberIn).filter((value) => value !== undefined);
  if (2 * numbers.length > known.length) {
    const middle = numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
    // Seconds have ten digits from 2001 to 2286.
    return middle > 1e14 ? 'us' : middle > 1e11 ? 'ms' : 's';
  }
  const most = (isTime: (cell: string) => boolean): boolean => 2 * known.filter(isTime).length > known.length;
  if (most((cell) => !Number.isNaN(secondsOfDate(cell)))) return 'date';
  const order = dateOrderOf(known);
  return (order === 'day-first' || order === 'month-first') && most((cell) => secondsInOrder(cell, order) !== undefined) ? order : undefined;
}

const date = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?))? ?(Z|UTC|[+-]\d\d:?\d\d)?$/;

/** Only forms that all machines read alike; where no zone is named, it is UTC. */
function secondsOfDate(cell: string): number {
  const parts = date.exec(cell.trim());
  if (!parts) return NaN;
  const [, year, month, day, time = '00:00', zone = 'Z'] = parts;
  const offset = zone === 'UTC' ? 'Z' : zone.replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2');
  return Date.parse(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${time.padStart(time.indexOf(':') === 1 ? time.length + 1 : 0, '0')}${offset}`) / 1000;
}
