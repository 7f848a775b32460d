import { useMemo, useState } from 'preact/hooks';
import type { Inputs } from '../../web/index.js';
import { Bars } from '../parts/bars.js';
import { Notice } from '../parts/notice.js';
import { useLatest } from '../parts/use-latest.js';
import { standardised } from '../../tasks/standard.js';
import { namesIn, useAdapted, type BenchProps } from './bench.js';
import { readRows, tableOf, type Learns, type Rows } from './rows.js';

/** Numbers, texts, series or rows of a table: pasted with their answers, and without. */
export function RowsBench(props: BenchProps) {
  const { model, restored } = props;
  const learns = model.card.learns as Learns;
  const [examples, setExamples] = useState('');
  const [queries, setQueries] = useState('');
  const read = useLatest(examples.trim() === '' ? undefined : async () => supportOf(await readRows(examples, learns, true), learns), [examples]);
  const about = useMemo(() => ({ classes: JSON.stringify(read.value?.names ?? []) }), [read.value]);
  const { adapted, failure } = useAdapted(props, read.value?.support, about);
  const names = read.value?.names ?? (learns.kind === 'classes' ? namesIn(restored, learns.ways) : []);
  const answers = useLatest(adapted && queries.trim() !== '' ? async () => {
    const rows = await readRows(queries, learns, false);
    return { rows, found: await adapted.predict({ x: rows.x }) };
  } : undefined, [adapted, queries]);
  const trouble = read.failure ?? failure ?? answers.failure;
  return (
    <section class="card" aria-label="Use it">
      <h2>Examples, and what to ask</h2>
      <p class="small">{formatOf(learns)}</p>
      {trouble && <Notice kind="error">{trouble}</Notice>}
      <div class="pair">
        <label>
          Examples, with their {learns.kind === 'classes' ? 'class' : 'value'} last
          <textarea spellcheck={false} value={examples} onInput={({ currentTarget }) => setExamples(currentTarget.value)} />
        </label>
        <label>
          Rows to ask about
          <textarea spellcheck={false} value={queries} onInput={({ currentTarget }) => setQueries(currentTarget.value)} />
        </label>
      </div>
      {answers.value && answers.value.rows.shown.length > 0 && (
        <ol class="answers" aria-label="Answers">
          {answers.value.rows.shown.map((shown, row) => (
            <li key={row}>
              <strong>{shown}</strong>
              {learns.kind === 'classes' ? (
                <Bars label={`What the model says of ${shown}`} bars={names.map((name, i) => ({ name, value: answers.value!.found.probabilities[row * learns.ways + i] }))} />
              ) : (
                <p>{valuesOf(answers.value!.found.values, row, learns)}</p>
              )}
            </li>
          ))}
        </ol>
      )}
      {!answers.value && !trouble && <p class="small">{adapted ? 'Paste rows to ask about.' : 'Paste examples first.'}</p>}
    </section>
  );
}

interface Support {
  readonly support: Inputs;
  readonly names: readonly string[];
}

/** Examples with answers as classes, numbered as they come (or as the table has them), or as values. */
function supportOf({ x, answers }: Rows, learns: Learns): Support {
  if (answers.length === 0) throw new Error('There is a line of names, and no example below it.');
  const table = tableOf(learns);
  if (learns.kind === 'classes') {
    const names = table?.target.kind === 'classes' ? table.target.labels : [...new Set(answers)];
    const y = answers.map((answer) => names.indexOf(answer));
    const stranger = answers.find((_, i) => y[i] < 0);
    if (stranger !== undefined) throw new Error(`${JSON.stringify(stranger)} is none of the classes that the model knows: ${names.join(', ')}.`);
    return { support: { x, y }, names };
  }
  if (learns.outputs !== 1) throw new Error(`The model gives ${learns.outputs} values for a row, and this page takes one. In your own page metalearn/web runs it.`);
  const y = answers.map((answer) => {
    const value = answer.trim() === '' ? NaN : Number(answer);
    if (!Number.isFinite(value)) throw new Error(`An example ends with ${JSON.stringify(answer)}, where its value should stand.`);
    return table?.target.kind === 'values' ? standardised(value, table.target.standard) : value;
  });
  return { support: { x, y }, names: [] };
}

function valuesOf(values: Float32Array, row: number, learns: Learns): string {
  const target = tableOf(learns)?.target;
  const value = target?.kind === 'values' ? values[row] * target.standard.deviation + target.standard.mean : values[row];
  return `${target ? `${target.column}: ` : ''}${Number(value.toPrecision(4))}`;
}

/** What a row is, in words. */
function formatOf(learns: Learns): string {
  const table = tableOf(learns);
  if (learns.text) return 'One text a line; of examples, with a tab or a comma and its class behind it.';
  if (table) return `Paste a table whose first line names the columns ${table.inputs.map(({ column }) => column).join(', ')}, and of examples ${table.target.column}. Cells are separated by commas, semicolons or tabs.`;
  const { steps, channels, padded } = (learns.series ?? {}) as { steps?: number; channels?: readonly string[]; padded?: boolean };
  if (steps && channels) return `One series a line: ${padded ? 'up to ' : ''}${steps} steps of ${channels.slice(0, padded ? -1 : undefined).join(', ')}, step by step, separated by commas; of examples, with the class last.`;
  return `${learns.input.reduce((a, b) => a * b, 1)} numbers a line, separated by commas, semicolons or tabs; of examples, with the ${learns.kind === 'classes' ? 'class' : 'value'} last.`;
}
