import { numberIn } from '../../tasks/files/index.js';

const powers = Array.from({ length: 16 }, (_, power) => 10 ** power);

/** The number that these bytes write, NaN where they write none that float32 holds. */
export function numberAt(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  const negative = bytes[at] === 0x2d;
  if (negative) at++;
  const first = at;
  let [whole, point] = [0, -1];
  for (; at < to; at++) {
    const digit = bytes[at] - 0x30;
    if (digit >= 0 && digit <= 9) whole = 10 * whole + digit;
    else if (bytes[at] === 0x2e && point < 0) point = at;
    else return slowNumberAt(bytes, from, to);
  }
  const digits = to - first - (point < 0 ? 0 : 1);
  // Up to 15 digits both the whole and the power of ten are exact, so that their quotient is the nearest number.
  if (digits < 1 || digits > 15) return slowNumberAt(bytes, from, to);
  const value = point < 0 ? whole : whole / powers[to - point - 1];
  return negative ? -value : value;
}

function slowNumberAt(bytes: Uint8Array, from: number, to: number): number {
  return numberIn(String.fromCharCode(...bytes.subarray(from, Math.min(to, from + 400)))) ?? NaN;
}

/** `4,5`, as spreadsheets of many countries write it. */
const commaDecimal = /^[+-]?\d+,\d+$/;

/** A cell whose comma, if it has one as of a decimal, is a point. */
export function withPoint(cell: string): string {
  return commaDecimal.test(cell) ? cell.replace(',', '.') : cell;
}

/** The number in a cell of a file with this separator: where it is no comma, decimals may have one. */
export function numberOf(cell: string, separator: string): number | undefined {
  return numberIn(separator === ',' ? cell : withPoint(cell));
}

/** As `numberAt`, of files whose cells are not separated by commas: theirs may be those of decimals. */
export function decimalAt(bytes: Uint8Array, from: number, to: number): number {
  const value = numberAt(bytes, from, to);
  return Number.isNaN(value) ? (numberIn(withPoint(String.fromCharCode(...bytes.subarray(from, Math.min(to, from + 400))))) ?? NaN) : value;
}
