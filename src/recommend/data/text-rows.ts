import type { ByteSource } from './byte-source.js';
import { cellText } from './cell-text.js';
import type { FaultCounter } from './fault-counter.js';
import { mostCells } from './row.js';
import { scanRows } from './scan-rows.js';
import type { TextFormat } from './schema.js';

/** A line of a table as text. */
export interface TextRow {
  readonly line: number;
  readonly cells: readonly string[];
  /** Whether it is the last of the file and has no line end. */
  readonly open: boolean;
}

/** All rows of a table that fits in memory, its header among them. */
export function textRows(source: ByteSource, { separator, quotes, encoding }: Omit<TextFormat, 'header'>, faults?: FaultCounter): TextRow[] {
  const rows: TextRow[] = [];
  scanRows(
    source,
    { separator, quotes },
    ({ bytes, cells, count, line, open }) => {
      let invalid = false;
      const own = Array.from({ length: Math.min(count, mostCells) }, (_, at) => cellText(bytes, cells[2 * at], cells[2 * at + 1], encoding, () => (invalid = true)));
      if (invalid) faults?.add('invalidText', source.name, line, own.join(separator));
      rows.push({ line, cells: own, open });
    },
    (line) => faults?.add('unclosedQuote', source.name, line),
  );
  return rows;
}
