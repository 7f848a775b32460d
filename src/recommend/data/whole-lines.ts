import type { ByteReader } from './byte-source.js';
import { RatingsFileError } from './ratings-file-error.js';

const blockSize = 2 ** 20;

/**
 * Blocks of whole lines, each valid until the next is asked for; without a byte order mark. The last line may lack its end.
 * @param file its name, for messages.
 * @throws RatingsFileError where a line is longer than a block, or the text is UTF-16.
 */
export function* wholeLines({ read }: ByteReader, file: string, size = blockSize): Generator<Uint8Array> {
  const buffer = new Uint8Array(size);
  let filled = 0;
  let first = true;
  for (let got = read(buffer, filled); got > 0; got = read(buffer, filled)) {
    filled += got;
    // A byte order mark must not be cut in two.
    if (first && filled < 3) continue;
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
function markOf([first, second, third]: Uint8Array, file: string): number {
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) throw new RatingsFileError(file, 1, 'starts UTF-16 text. Save the file again as UTF-8.');
  return first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0;
}
