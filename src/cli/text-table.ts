import { displayWidth, shortened } from './display-width.js';
import { roomOf, wordLines } from './word-lines.js';

type Row = readonly string[];

/**
 * Columns for a terminal: the first to the left, the others to the right, as numbers want it, or to the left. Where there is no room for all, those that are
 * left over stand below, beside the first again, and long names are cut in their middle; of columns to the left the last is wrapped.
 *
 * @param room columns of the terminal.
 */
export function textTable(head: Row, rows: readonly Row[], side: 'left' | 'right' = 'right', room = roomOf(process.stdout)): string {
  // Names longer than half of a terminal would leave no room for what is told of them.
  const longest = side === 'right' ? Math.max(narrowest, Math.floor(room / 2)) : Infinity;
  const all = [head, ...rows].map((row) => head.map((_, column) => shortened(printable(row[column] ?? ''), longest)));
  const widths = head.map((_, column) => Math.max(...all.map((row) => displayWidth(row[column]))));
  if (side === 'left') return lines(all.map((row) => wrapped(row, widths, room)), widths, side, room);
  return blocksOf(widths, room).map((columns) => lines(all.map((row) => [columns.map((column) => row[column])]), columns.map((column) => widths[column]), side, room)).join('\n\n');
}

/** A name of a file may hold what moves a terminal's cursor. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '\ufffd');
}

/** The lines of a head, a rule, and those of the rows. */
function lines([head, ...rows]: readonly (readonly Row[])[], widths: readonly number[], side: 'left' | 'right', room: number): string {
  const cell = (text: string, width: number, left: boolean): string => {
    const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
    return left ? text + space : space + text;
  };
  const line = (row: Row): string => widths.map((width, column) => cell(row[column], width, column === 0 || side === 'left')).join('  ').trimEnd();
  return [...head.map(line), '-'.repeat(Math.min(100, room, totalOf(widths))), ...rows.flat().map(line)].join('\n');
}

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + 2, -2);
}

/** The columns of each block: the first in all, and as many others as there is room for. */
function blocksOf(widths: readonly number[], room: number): number[][] {
  const blocks: number[][] = [];
  let block = [0];
  for (let column = 1; column < widths.length; column++) {
    if (block.length > 1 && totalOf([...block, column].map((each) => widths[each])) > room) {
      blocks.push(block);
      block = [0];
    }
    block.push(column);
  }
  return [...blocks, block];
}

/** Fewer letters than these in a line are harder to read than lines that are too long. */
const narrowest = 20;

/** A row whose last cell goes on in rows of its own. */
function wrapped(row: Row, widths: readonly number[], room: number): Row[] {
  const width = Math.max(narrowest, room - totalOf([...widths.slice(0, -1), 0]));
  const [first, ...others] = wordLines(row[row.length - 1], width);
  return [[...row.slice(0, -1), first], ...others.map((line) => [...row.slice(1).map(() => ''), line])];
}
