import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ratings } from '../recommend/index.js';

export interface WrittenRating {
  readonly user: string;
  readonly item: string;
  readonly rating: number;
  readonly time: number;
}

/** How a table is written. */
export interface Writing {
  readonly separator: string;
  readonly header?: readonly string[];
  readonly encoding?: 'utf-8' | 'latin-1';
  readonly lineEnd?: '\n' | '\r\n';
  readonly mark?: boolean;
  /** Whether all cells are quoted. */
  readonly quoted?: boolean;
}

/** A table as bytes. */
export function tableBytes(rows: readonly (readonly string[])[], { separator, header, encoding = 'utf-8', lineEnd = '\n', mark = false, quoted = false }: Writing): Buffer {
  const cell = (text: string): string => (quoted ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [...(header ? [header] : []), ...rows].map((cells) => cells.map(cell).join(separator) + lineEnd);
  return Buffer.concat([mark ? Buffer.from([0xef, 0xbb, 0xbf]) : Buffer.alloc(0), Buffer.from(lines.join(''), encoding === 'latin-1' ? 'latin1' : 'utf8')]);
}

/** A folder for the files of a test; `remove` it afterwards. */
export function temporaryFolder(): { write(name: string, content: string | Uint8Array): string; readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'metalearn-ratings-'));
  return {
    path,
    write(name, content) {
      const file = join(path, name);
      writeFileSync(file, content);
      return file;
    },
    remove: () => rmSync(path, { recursive: true }),
  };
}

/** All ratings as text, by user in the order of their names. */
export function ratingsAsText({ users, items, starts, item, rating, time }: Ratings): string[] {
  return Array.from({ length: users.count }, (_, user) =>
    Array.from({ length: starts[user + 1] - starts[user] }, (_, place) => {
      const at = starts[user] + place;
      return `${users.nameOf(user)} ${place} ${items.nameOf(item[at])} ${rating[at]} ${time[at]}`;
    }),
  )
    .flat()
    .sort();
}

/** What `ratingsAsText` should say of these lines: each user's in the order of time, the last of those of an item. */
export function expectedText(written: readonly WrittenRating[]): string[] {
  const own = new Map<string, Map<string, WrittenRating>>();
  const ordered = written.map((row, line) => ({ row, line })).sort((a, b) => a.row.time - b.row.time || a.line - b.line);
  for (const { row } of ordered) {
    const of = own.get(row.user) ?? new Map<string, WrittenRating>();
    of.delete(row.item);
    own.set(row.user, of.set(row.item, row));
  }
  return [...own].flatMap(([user, of]) => [...of.values()].map(({ item, rating, time }, place) => `${user} ${place} ${item} ${Math.fround(rating)} ${time}`)).sort();
}
