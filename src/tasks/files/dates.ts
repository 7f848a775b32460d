/** What comes first in dates such as 05/02/2021. */
export type DateOrder = 'day-first' | 'month-first';

const clock = String.raw`(?:(?:T|,?\s+)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:\s*([ap])\.?m\.?)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?`;
const yearFirst = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?${clock}$`, 'i');
const yearLast = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)${clock}$`, 'i');
const month = /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/i;

const yearBesideMonth = /\b\d{4}\b|\d[-/ .]+[a-z]{3,}[-/ .,]+\d\d\b/i;
/** After a time, as the year of 13-Feb-2021 looks like a zone; the names are those that Date.parse knows. */
const namedZone = /\b(UTC|GMT|[ECMP][SD]T)\b|\dZ\b|:\d\d([.,]\d+)?\s*[+-]\d\d:?\d\d\b/i;

/** Whether a cell holds a time of day without a date, such as 10:30 or 9:05 pm. */
export function isTimeOfDay(cell: string): boolean {
  return /^\d{1,2}:\d\d(:\d\d([.,]\d+)?)?(\s*[ap]\.?m\.?)?$/i.test(cell.trim());
}

/** The first two numbers of a date with the year last; undefined of other cells. */
function startOf(cell: string): readonly [number, number] | undefined {
  const parts = yearLast.exec(cell.trim());
  return parts ? [Number(parts[1]), Number(parts[3])] : undefined;
}

/**
 * The order that the dates of a column are in: a first number above 12 anywhere is a day's, a second one, too. 'either' where no date of those with the year last has
 * such a number, and 'both' where one has it first and another second.
 */
export function dateOrderOf(cells: Iterable<string>): DateOrder | 'either' | 'both' | undefined {
  let [some, day, other] = [false, false, false];
  for (const cell of cells) {
    const start = startOf(cell);
    if (!start) continue;
    some = true;
    day ||= start[0] > 12;
    other ||= start[1] > 12;
  }
  if (!some) return undefined;
  return day && other ? 'both' : day ? 'day-first' : other ? 'month-first' : 'either';
}

/**
 * The seconds since 1970 that a date tells, on every machine alike: UTC where it names no zone. Undefined where it is none. Years stand first, or last, with two or four digits, or
 * beside a month's name; two digits are of 1950 to 2049.
 */
export function secondsOfDate(cell: string, order: DateOrder): number | undefined {
  const text = cell.trim();
  const first = yearFirst.exec(text);
  if (first) return secondsOf([first[1], first[2], first[3] ?? '1'], first.slice(4));
  const last = yearLast.exec(text);
  if (last) {
    const [, one, , two, year] = last;
    return secondsOf([year.length === 4 ? year : String(Number(year) + (Number(year) < 50 ? 2000 : 1900)), ...(order === 'day-first' ? [two, one] : [one, two])], last.slice(5));
  }
  // Date.parse makes days of almost all that has a number.
  if (!month.test(text) || !yearBesideMonth.test(text)) return undefined;
  const milliseconds = Date.parse(namedZone.test(text) ? text : `${text} UTC`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

function secondsOf(date: readonly string[], [hour = '0', minute = '0', second = '0', fraction = '0', half, zone = 'Z']: readonly (string | undefined)[]): number | undefined {
  const [year, monthNumber, day] = date.map(Number);
  const midnight = Date.UTC(year, monthNumber - 1, day);
  // The thirtieth of February is no day of March.
  const made = new Date(midnight);
  if (made.getUTCMonth() !== monthNumber - 1 || made.getUTCDate() !== day) return undefined;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  if (hours > 24 || (half !== undefined && (Number(hour) < 1 || Number(hour) > 12)) || Number(minute) > 59 || Number(second) > 60) return undefined;
  return midnight / 1000 + 3600 * hours + 60 * Number(minute) + Number(second) + Number(`0.${fraction}`) - offsetOf(zone);
}

/** Seconds that a zone such as +02:00 is ahead. */
function offsetOf(zone: string): number {
  const parts = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (!parts) return 0;
  return (parts[1] === '-' ? -1 : 1) * (3600 * Number(parts[2]) + 60 * Number(parts[3] ?? 0));
}
