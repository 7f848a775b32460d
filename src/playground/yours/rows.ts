import { writeInputs, widthOf, type InputColumn } from '../../regression/table/inputs.js';
import type { TargetColumn } from '../../regression/table/target.js';
import { standardised, type Standard } from '../../tasks/standard.js';
import { encodeTexts, ngramIds, ngramVectors } from '../../tasks/text/index.js';
import type { ArtifactCard } from '../../web/index.js';

export type Learns = Extract<ArtifactCard['learns'], { readonly input: readonly number[] }>;

/** Rows that were pasted, as the model takes them. */
export interface Rows {
  /** Row after row. */
  readonly x: readonly number[];
  /** What stands in the last column, of examples. */
  readonly answers: readonly string[];
  /** The rows for people. */
  readonly shown: readonly string[];
}

interface TableFormat {
  readonly inputs: readonly InputColumn[];
  readonly target: TargetColumn;
}

interface SeriesFormat {
  readonly steps: number;
  readonly channels: readonly string[];
  readonly padded: boolean;
  readonly standards?: readonly Standard[];
}

export const tableOf = ({ table }: Learns): TableFormat | undefined => table as TableFormat | undefined;

/**
 * Reads rows of what the model takes: numbers, texts, series, or rows of a table with its header. Cells are separated by tabs, semicolons or commas.
 * @param labelled whether the last column tells the answer: always so of examples.
 * @throws Error, in words for the visitor, that names the line.
 */
export async function readRows(pasted: string, learns: Learns, labelled: boolean): Promise<Rows> {
  if (learns.text) return texts(pasted, learns.text, labelled);
  const lines = await cellsOf(pasted);
  const table = tableOf(learns);
  if (table) return tableRows(lines, table, labelled);
  const numeric = (cells: readonly string[]) => cells.slice(0, labelled ? -1 : undefined).every((cell) => Number.isFinite(numberOf(cell)));
  // A first line of names is left out.
  const data = lines.length > 1 && !numeric(lines[0].cells) && numeric(lines[1].cells) ? lines.slice(1) : lines;
  const rows = data.map(({ line, cells }) => {
    const values = (labelled ? cells.slice(0, -1) : cells).map((cell) => {
      const value = numberOf(cell);
      if (!Number.isFinite(value)) throw new Error(`Line ${line} has ${JSON.stringify(cell)} where a number should be (with a point for decimals).`);
      return value;
    });
    return { line, values, answer: labelled ? cells.at(-1)! : '', shown: cells.join(', ') };
  });
  const encode = learns.series ? (row: readonly number[], line: number) => seriesOf(row, learns.series as unknown as SeriesFormat, line) : (row: readonly number[], line: number) => vectorOf(row, learns.input, line, labelled);
  return { x: rows.flatMap(({ values, line }) => encode(values, line)), answers: rows.map(({ answer }) => answer), shown: rows.map(({ shown }) => shortened(shown)) };
}

interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

async function cellsOf(pasted: string): Promise<Line[]> {
  const { parse } = await import('csv-parse/browser/esm/sync');
  const delimiter = ['\t', ';', ','].find((each) => pasted.includes(each)) ?? ',';
  const records = parse(pasted, { delimiter, trim: true, skip_empty_lines: true, relax_column_count: true, relax_quotes: true, bom: true, info: true }) as unknown as { record: string[]; info: { lines: number } }[];
  return records.map(({ record, info }) => ({ line: info.lines, cells: record }));
}

const numberOf = (cell: string): number => (cell.trim() === '' ? NaN : Number(cell));

function vectorOf(row: readonly number[], input: readonly number[], line: number, labelled: boolean): readonly number[] {
  const width = input.reduce((a, b) => a * b, 1);
  if (row.length !== width) throw new Error(`Line ${line} has ${row.length} numbers${labelled ? ' before its answer' : ''}, and the model takes ${width}.`);
  return row;
}

/** A series step by step, standardised, and padded where it may be shorter. */
function seriesOf(row: readonly number[], { steps, channels, padded, standards }: SeriesFormat, line: number): number[] {
  const width = padded ? channels.length - 1 : channels.length;
  const count = row.length / width;
  if (!Number.isInteger(count) || count > steps || (!padded && count < steps)) {
    throw new Error(`Line ${line} has ${row.length} numbers: ${padded ? 'at most ' : ''}${steps} steps of ${width} (${channels.slice(0, width).join(', ')}) are needed, step by step.`);
  }
  return Array.from({ length: steps }, (_, step) => [
    ...Array.from({ length: width }, (_, channel) => (step >= count ? 0 : standards ? standardised(row[step * width + channel], standards[channel]) : row[step * width + channel])),
    ...(padded ? [Number(step < count)] : []),
  ]).flat();
}

function tableRows(lines: readonly Line[], { inputs, target }: TableFormat, labelled: boolean): Rows {
  const [head, ...rest] = lines;
  const wanted = [...inputs.map(({ column }) => column), ...(labelled ? [target.column] : [])];
  const missing = wanted.filter((column) => !head?.cells.includes(column));
  if (missing.length > 0) throw new Error(`The first line has to name the columns, and lacks ${missing.join(', ')}: it should have ${wanted.join(', ')}, in any order.`);
  const width = inputs.reduce((sum, input) => sum + widthOf(input), 0);
  const x = new Float32Array(rest.length * width);
  const rows = rest.map(({ line, cells }, row) => {
    const values = Object.fromEntries(head.cells.map((column, at) => [column, cells[at] ?? '']));
    let offset = row * width;
    for (const input of inputs) {
      writeInputs(input, { line, values }, x, offset);
      offset += widthOf(input);
    }
    return values;
  });
  return { x: Array.from(x), answers: rows.map((values) => values[target.column] ?? ''), shown: rest.map(({ cells }) => shortened(cells.join(', '))) };
}

function texts(pasted: string, { kind, ...options }: Readonly<Record<string, unknown>>, labelled: boolean): Rows {
  const representation = kind === 'n-gram ids' ? ngramIds(options as never) : ngramVectors(options as never);
  const lines = pasted.split(/\r?\n/).flatMap((text, i) => (text.trim() === '' ? [] : [{ text, line: i + 1 }]));
  const rows = lines.map(({ text, line }) => {
    if (!labelled) return { text: text.trim(), answer: '' };
    const at = text.includes('\t') ? text.lastIndexOf('\t') : text.lastIndexOf(',');
    if (at < 0) throw new Error(`Line ${line} has no class: write it behind the text, after a tab or the last comma.`);
    return { text: text.slice(0, at).trim(), answer: text.slice(at + 1).trim() };
  });
  return { x: Array.from(encodeTexts(representation, rows.map(({ text }) => text)).data), answers: rows.map(({ answer }) => answer), shown: rows.map(({ text }) => shortened(text)) };
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
