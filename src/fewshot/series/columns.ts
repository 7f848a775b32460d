import type { CsvRow, DateOrder } from '../../tasks/files/index.js';

/** Which columns of a table hold what. Without them, columns of the usual names are taken. */
export interface SeriesColumns {
  /** 'long': a row for each step; 'wide': a row for each series. Default: long where rows share an id. */
  readonly layout?: 'long' | 'wide';
  /** The class of a series. Default: the column named label or class; in a wide table without one, the first. */
  readonly label?: string;
  /** The id of a series. Default: the column named series, series_id, sequence or id. */
  readonly series?: string;
  /** In long tables, the time of a step, a number or a date, by which steps are put in order. Default: the column named time, timestamp, step or t. */
  readonly time?: string;
  /** Whether the day or the month stands first in dates such as 05/02/2021. Default: as a number above 12 anywhere in the column tells. */
  readonly dates?: DateOrder;
  /** The columns of numbers: what is measured at each step (long), or the steps in order (wide). Default: all others. */
  readonly values?: readonly string[];
}

const usual = { label: ['label', 'class'], series: ['series', 'series_id', 'sequence', 'id'], time: ['time', 'timestamp', 'step', 't'] };

/** The column of a kind: that which was asked for, else one of a usual name, in any case; undefined where there is none. */
export function columnFor(kind: keyof typeof usual, columns: readonly string[], asked: string | undefined): string | undefined {
  if (asked !== undefined) return asked;
  return usual[kind].map((name) => columns.find((column) => column.toLowerCase() === name)).find((column) => column !== undefined);
}

/** The class in a column of a row. @throws Error where there is none. */
export function classIn({ line, values }: CsvRow, column: string, file: string): string {
  const label = values[column].trim();
  if (label === '') throw new Error(`Line ${line} of ${file} has no class in the column "${column}".`);
  return label;
}
