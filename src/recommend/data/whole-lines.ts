import type { ByteReader } from './byte-source.js';
import { RatingsFileError } from './ratings-file-error.js';

const blockSize = 2 ** 20;

/**
 * Blocks of whole lines, each valid until the next is asked for; without a byte order mark. The last line may lack its end.
 * @param file its name, for messages.
 * @throws RatingsFileError where a line is longer than a block, the text is UTF-16 or JSON, or the file is compressed and no text at all.
 */
export function* wholeLines({ read }: ByteReader, file: string, size = blockSize): Generator<Uint8Array> {
  const buffer = new Uint8Array(size);
  let filled = 0;
  let first = true;
  for (let got = read(buffer, filled); got > 0; got = read(buffer, filled)) {
    filled += got;
    // What a file begins with must not be cut in two.
    if (first && filled < 4) continue;
    const from: number = first ? markOf(buffer, file) : 0;
    const end = buffer.lastIndexOf(0x0a, filled - 1) + 1;
    if (end === 0 && filled === size) {
      throw new RatingsFileError(file, undefined, `has a line of more than ${size} bytes, so that it is no table of ratings or attributes. Lines must end in LF or CRLF.`);
    }
    if (end === 0) continue;
    if (end > from) yield buffer.subarray(from, end);
    first = false;
    buffer.copyWithin(0, end, filled);
    filled -= end;
  }
  const from = first ? markOf(buffer.subarray(0, filled), file) : 0;
  if (filled > from) yield buffer.subarray(from, filled);
}

/** The length of the byte order mark. */
function markOf(start: Uint8Array, file: string): number {
  const [first, second, third, fourth] = start;
  if (first === 0x1f && second === 0x8b) throw new RatingsFileError(file, undefined, 'is compressed by gzip. Unpack it first: gunzip does.');
  if (first === 0x50 && second === 0x4b && third === 0x03 && fourth === 0x04) throw new RatingsFileError(file, undefined, 'is an archive, or a workbook of a spreadsheet. Unpack it, or save the sheet as CSV in UTF-8.');
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) throw new RatingsFileError(file, 1, 'starts UTF-16 text. Save the file again as UTF-8.');
  const mark = first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0;
  // A line of JSON has commas, and would be cut at them.
  if (/^(\{\s*"|\[\s*[[{])/.test(String.fromCharCode(...start.subarray(mark, mark + 64)))) {
    throw new RatingsFileError(file, 1, 'starts JSON, and not a table. Save it as CSV: a line for each object, its values separated by commas.');
  }
  return mark;
}
