import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Bytes of a page's own files, gzipped, beside the runtime and the models. */
export const largestPage = 300_000;

/** What each page loads of its own files in the end: HTML, styles, scripts with all that they import, and its workers. */
export function sizeOfPages({ pages, own }, out) {
  const sizeOf = (file) => gzipSync(readFileSync(join(out, file))).length;
  return pages.map(({ name, files }) => ({ name, bytes: files.filter((file) => own.has(file)).reduce((total, file) => total + sizeOf(file), 0) }));
}
