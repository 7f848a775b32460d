import { quoted } from '../options/quoted.js';
import { textTable } from '../text-table.js';
import type { ExportResult } from './export-run.js';

/** What was written, for people: sizes by file, and what is missing. */
export function describeExport({ run, out, files, bytes, gzipped, zip, tested }: ExportResult): string {
  const row = (name: string, each: { readonly bytes: number; readonly gzipped: number }) => [name, formatBytes(each.bytes), formatBytes(each.gzipped)];
  return [
    textTable(['file', 'size', 'gzipped'], [...files.map((file) => row(file.name, file)), row('together', { bytes, gzipped })]),
    '',
    zip === undefined ? `Written to ${out}: README.md is its card.` : `Written to ${out}, ${formatBytes(zip)}: README.md in it is its card.`,
    ...(tested ? [] : [`Its card says not how well it does, as the run was not tested: metalearn test ${quoted(run)}, then export it again.`]),
  ].join('\n');
}

/** `1.2 kB`, `3.45 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(2)} MB`;
}
