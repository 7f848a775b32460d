import { z } from 'zod';
import type { TableFormat } from '../../../regression/index.js';
import { inputWidth, widthOf, writeInputs } from '../../../regression/index.js';
import { numberIn } from '../../../tasks/files/index.js';
import { standardised } from '../../../tasks/index.js';
import type { Limits } from '../limits.js';
import { shortened } from '../parse.js';
import type { Answers, Form, Inputs, Labelled } from './form.js';

/** A cell; null, or a column that is left out, is one without a value. */
const cell = z.union([z.number(), z.string().max(1000), z.boolean(), z.null()]).transform((value) => (value === null ? '' : String(value)));
type Row = Readonly<Record<string, string>>;

/** Rows of the user's own table, by the names of its columns: inputs become what they were in training, and answers are in the unit of the target column. */
export function rowForm(format: TableFormat, limits: Limits): Form {
  const columns = format.inputs.map(({ column }) => column);
  const inputCells = Object.fromEntries(format.inputs.map(({ column, kind }) => [column, (kind === 'number' ? cell.refine(isNumberOrMissing, 'expected a number or null') : cell).optional().default('')]));
  const width = inputWidth(format);
  const { target } = format;
  const answer = cell.refine((text) => numberOf(text) !== undefined, target.kind === 'values' ? 'expected a number' : `expected one of ${shortened(target.labels.join(', '))}`);
  return {
    field: 'rows',
    usage: { support: `{ "rows": [{...}, ...] }: each with ${columns.join(', ')}, and ${target.column}, which is predicted`, query: `"rows": the same without ${target.column}` },
    support: z
      .strictObject({ rows: z.array(z.strictObject({ ...inputCells, [target.column]: answer })).min(1).max(limits.examples) })
      .transform(({ rows }): Labelled => ({ inputs: inputsOf(rows as Row[]), answers: answersOf(rows as Row[]) })),
    query: z.strictObject({ rows: z.array(z.strictObject(inputCells)).min(1).max(limits.rows) }).transform(({ rows }) => inputsOf(rows as Row[])),
  };

  function numberOf(text: string): number | undefined {
    if (target.kind === 'values') return numberIn(text);
    const label = target.labels.indexOf(text.trim());
    return label < 0 ? undefined : label;
  }

  function answersOf(rows: readonly Row[]): Answers {
    const numbers = rows.map((row) => numberOf(row[target.column])!);
    if (target.kind === 'classes') return { classes: numbers };
    return { values: { data: Float32Array.from(numbers, (value) => standardised(value, target.standard)), shape: [rows.length, 1], dtype: 'float32' } };
  }

  function inputsOf(rows: readonly Row[]): Inputs {
    const data = new Float32Array(rows.length * width);
    rows.forEach((values, row) => {
      let at = row * width;
      for (const input of format.inputs) {
        writeInputs(input, { line: row, values }, data, at);
        at += widthOf(input);
      }
    });
    return { x: { data, shape: [rows.length, width], dtype: 'float32' } };
  }
}

function isNumberOrMissing(text: string): boolean {
  return text === '' || numberIn(text) !== undefined;
}
