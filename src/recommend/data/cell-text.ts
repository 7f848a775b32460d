import type { TextFormat } from './schema.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** Latin-1 as programs write it: with the letters and quotes that Windows has between 0x80 and 0x9F. */
const latin1 = new TextDecoder('windows-1252');

/** The text of a cell without blanks around it. @param onInvalid told where it is not UTF-8; it is then read as Latin-1. */
export function cellText(bytes: Uint8Array, from: number, to: number, encoding: TextFormat['encoding'], onInvalid: () => void): string {
  if (isAscii(bytes, from, to)) return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1').trim();
  const own = bytes.subarray(from, to);
  if (encoding === 'latin-1') return latin1.decode(own).trim();
  try {
    return utf8.decode(own).trim();
  } catch {
    onInvalid();
    return latin1.decode(own).trim();
  }
}

export function isAscii(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] >= 0x80) return false;
  return true;
}

/** Latin-1 where more lines are no UTF-8 text than are such text beyond ASCII; else UTF-8. */
export function inferEncoding(bytes: Uint8Array): TextFormat['encoding'] {
  if (isUtf8(bytes)) return 'utf-8';
  let [valid, invalid] = [0, 0];
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(0x0a, from);
    const end = found < 0 ? bytes.length : found;
    if (!isAscii(bytes, from, end)) isUtf8(bytes.subarray(from, end)) ? valid++ : invalid++;
    from = end + 1;
  }
  return invalid > valid ? 'latin-1' : 'utf-8';
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    utf8.decode(bytes);
    return true;
  } catch {
    return false;
  }
}
