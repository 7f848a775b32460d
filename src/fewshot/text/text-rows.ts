import { decodeText, parseCsv } from '../../tasks/files/index.js';

/** A text, its label, and the line of the file that they stand in. */
export interface TextRow {
  readonly text: string;
  readonly label: string;
  readonly line: number;
}

/** The columns that a user names; else they are found by the usual names. */
export interface TextColumns {
  readonly text?: string;
  readonly label?: string;
}

const usual = {
  text: ['text', 'utterance', 'sentence', 'query', 'question', 'message'],
  label: ['label', 'intent', 'class', 'category', 'target'],
};

/**
 * The rows of a table (a header line; commas, semicolons or tabs) or of JSON lines (one object a line), whichever the file begins like.
 * @param file its name, for messages.
 * @throws Error that names the file and, where it is one line's fault, the line.
 */
export function readTextRows(bytes: Uint8Array, file: string, columns: TextColumns): TextRow[] {
  const start = decodeText(bytes, file).trimStart();
  if (start === '') throw new Error(`${file} is empty. It should hold a text and its label on each line.`);
  if (start.startsWith('[')) throw new Error(`${file} is one JSON array. Write JSON lines instead: one object with a text and its label on each line.`);
  return start.startsWith('{') ? fromJsonLines(decodeText(bytes, file), file, columns) : fromTable(bytes, file, columns);
}

function fromTable(bytes: Uint8Array, file: string, asked: TextColumns): TextRow[] {
  const { columns, rows } = parseCsv(bytes, file);
  const [text, label] = [columnOf('text', columns, asked, file), columnOf('label', columns, asked, file)];
  return rows.map(({ line, values }) => ({ line, text: values[text], label: values[label].trim() }));
}

function fromJsonLines(content: string, file: string, asked: TextColumns): TextRow[] {
  const objects = content.split('\n').flatMap((own, i) => (own.trim() === '' ? [] : [{ line: i + 1, value: objectOf(own, i + 1, file) }]));
  const names = [...new Set(objects.flatMap(({ value }) => Object.keys(value)))];
  const [text, label] = [columnOf('text', names, asked, file), columnOf('label', names, asked, file)];
  return objects.map(({ line, value }) => ({ line, text: stringOf(value, text, line, file), label: stringOf(value, label, line, file).trim() }));
}

function objectOf(line: string, number: number, file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new Error(`Line ${number} of ${file} is not JSON: ${(error as Error).message}. JSON lines have one whole object on each line.`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`Line ${number} of ${file} is not a JSON object. JSON lines have one object with a text and its label on each line.`);
  return value as Record<string, unknown>;
}

function stringOf(value: Readonly<Record<string, unknown>>, name: string, line: number, file: string): string {
  const found = value[name] ?? '';
  if (typeof found === 'object') throw new Error(`Line ${line} of ${file} has ${Array.isArray(found) ? 'a list' : 'an object'} as "${name}", where a string should be.`);
  return String(found);
}

/** The column that was asked for, or the first of the usual names, whatever their case. */
function columnOf(kind: 'text' | 'label', columns: readonly string[], asked: TextColumns, file: string): string {
  const name = asked[kind];
  const found = name !== undefined ? columns.find((column) => column === name) : usual[kind].map((known) => columns.find((column) => column.toLowerCase() === known)).find((column) => column !== undefined);
  if (found !== undefined) return found;
  const there = `it has ${columns.map((column) => `"${column}"`).join(', ')}`;
  throw new Error(
    name !== undefined
      ? `${file} has no column "${name}": ${there}.`
      : `${file} has no column that is known to be the ${kind} (${usual[kind].join(', ')}): ${there}. Name the right one with \`${kind}\`, or add a first line of column names if there is none.`,
  );
}
