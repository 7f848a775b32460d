import type { Catalogue } from '../../recommend/index.js';
import { UsageError } from '../failure.js';
import { suggestion } from '../../nn/nearest.js';
import { listed } from '../options/values.js';

/** `name=value` of a user, as the run's data have them; a name given again adds a value. @throws UsageError where the data know nothing of the kind. */
export function valuesOf({ columns, name: data }: Catalogue, written: readonly string[]): Record<string, string[]> {
  const known = columns.flatMap((column) => (column.of === 'user' && 'attribute' in column ? [column] : []));
  const values: Record<string, string[]> = {};
  for (const text of written) {
    const at = text.indexOf('=');
    if (at < 1) throw new UsageError(`--attributes ${text}: write --attributes NAME=VALUE.`);
    const [name, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    const column = known.find(({ attribute }) => attribute === name);
    if (column === undefined) {
      const names = known.map(({ attribute }) => attribute);
      const told = names.length === 0 ? 'nothing of users but their ratings: leave it out.' : `${listed(names, 'and')} of users.${suggestion(name, names)}`;
      throw new UsageError(`--attributes ${text}: ${data} knows ${told}`);
    }
    if ('values' in column && !column.values.includes(value)) {
      throw new UsageError(`--attributes ${text}: no user of ${data} has this value.${suggestion(value, column.values)}${column.values.length <= 12 ? ` There are ${listed(column.values, 'and')}.` : ''}`);
    }
    if (column.kind === 'number' && !Number.isFinite(Number(value))) throw new UsageError(`--attributes ${text}: ${name} is a number.`);
    values[name] = [...(values[name] ?? []), value];
  }
  return values;
}
