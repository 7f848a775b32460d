/** Columns that count on, as t1, t2, t3 do; of fewer that would be chance. */
const fewest = 3;

/**
 * A sentence where the layout of a table was told by its rows alone, which share ids, and may be the other: its columns count on, as steps do, and none is a time.
 * @param id the column of the ids. @param channels the columns of values.
 */
export function layoutWarnings(file: string, id: string, channels: readonly string[]): string[] {
  const numbered = channels.map((name) => /^(.*?)(\d+)$/.exec(name));
  const first = numbered[0];
  const counts = channels.length >= fewest && numbered.every((parts, i) => parts !== null && parts[1] === first![1] && Number(parts[2]) === Number(first![2]) + i);
  if (!counts) return [];
  return [`${file} was read as having a row for each step, of the ${channels.length} values ${channels[0]} to ${channels.at(-1)}, as rows share what stands in the column "${id}". If each row is a series of its own, say so with the option layout, wide (on the command line --set layout=wide).`];
}
