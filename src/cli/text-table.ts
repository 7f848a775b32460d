/** Columns for a terminal: the first to the left, the others to the right, as numbers want it, or to the left. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[], side: 'left' | 'right' = 'right'): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    widths.map((width, column) => (column === 0 || side === 'left' ? (row[column] ?? '').padEnd(width) : (row[column] ?? '').padStart(width))).join('  ').trimEnd();
  return [line(head), '-'.repeat(Math.min(100, widths.reduce((sum, width) => sum + width + 2, -2))), ...rows.map(line)].join('\n');
}
