import type { ArtifactCard } from '../../web/index.js';

export interface ModelCardProps {
  readonly card: ArtifactCard;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a model is: what it learned of which data, on what terms, and how well. */
export function ModelCard({ card, files }: ModelCardProps) {
  const { title, task, algorithm, data, licence, weights, date, version, training } = card;
  const { summary, protocolInWords, tables } = toldOf(card.test ?? {});
  const total = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  const facts = [
    ['Task', task],
    ['Algorithm', algorithm],
    ['Learned', learned(card)],
    ['Data', data],
    ['Licence', licence],
    ['Weights', `${weights.parameters.toLocaleString('en')} parameters of ${weights.bits} bits, ${size(weights.bytes)}; ${size(total)} with its programs`],
    ['Exported', `${date}, metalearn ${version}`],
  ];
  return (
    <section class="card about" aria-label="The model">
      <h2>{title}</h2>
      <p>{summary ?? 'Nobody has said how well it does: metalearn test measures it, and its card then tells.'}</p>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <details>
        <summary>How well it does, and how it was trained</summary>
        {tables.map((table, i) => (
          <div key={i} class="wide" tabindex={0} role="region" aria-label={`Figures: ${table.head[0]}`}>
            <table>
              <thead>
                <tr>
                  {table.head.map((cell) => (
                    <th key={cell} scope="col">
                      {cell}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {table.rows.map(([name, ...cells]) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    {cells.map((cell, at) => (
                      <td key={at}>{cell}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ))}
        {protocolInWords && <p class="small">{protocolInWords}</p>}
        {typeof training.command === 'string' && (
          <p class="small">
            Trained by <code>{training.command}</code>
          </p>
        )}
      </details>
    </section>
  );
}

/** What a test found, for people. The card says it as any JSON, and may have been written by hand: what is of another shape is left out. */
function toldOf({ summary, protocolInWords, tables }: Readonly<Record<string, unknown>>): { summary?: string; protocolInWords?: string; tables: readonly Table[] } {
  const words = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return { summary: words(summary), protocolInWords: words(protocolInWords), tables: Array.isArray(tables) ? tables.filter(isTable) : [] };
}

function isTable(value: unknown): value is Table {
  const { head, rows } = (value ?? {}) as Partial<Table>;
  const isRow = (row: unknown): boolean => Array.isArray(row) && row.every((cell) => typeof cell === 'string');
  return isRow(head) && Array.isArray(rows) && rows.every(isRow);
}

/** What it takes and gives. */
function learned({ learns, programs }: ArtifactCard): string {
  const rows = `from up to ${Math.max(...programs.map((program) => program.rows))} examples`;
  if (learns.kind === 'classes') return `to tell up to ${learns.ways} classes of ${inputs(learns)} apart, ${rows}`;
  if (learns.kind === 'values') return `to predict ${learns.outputs === 1 ? 'a value' : `${learns.outputs} values`} for ${inputs(learns)}, ${rows}`;
  return learns.kind === 'ratings' ? `to predict ratings from ${learns.scale.low} to ${learns.scale.high}` : `to act in ${learns.environment}`;
}

function inputs({ input, image, text, series, table }: Extract<ArtifactCard['learns'], { readonly input: readonly number[] }>): string {
  if (image) return `images of ${image.width} x ${image.height} pixels`;
  if (text) return 'texts';
  if (series) return 'series';
  if (table) return 'rows of a table';
  return input.length === 1 && input[0] === 1 ? 'one number' : `${input.join(' x ')} numbers`;
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(2)} MB`;
}
