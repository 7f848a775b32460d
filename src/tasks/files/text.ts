/**
 * The text of a UTF-8 file, without a byte order mark.
 * @param file its name, for messages.
 * @throws Error that names the file and the place, where it is in another encoding.
 */
export function decodeText(bytes: Uint8Array, file: string): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) throw new Error(`${file} is UTF-16 text, but must be UTF-8. Save it again as UTF-8.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Error(`${file} is not UTF-8 text: ${placeOfFault(bytes)}. Save it again as UTF-8.`, { cause: error });
  }
}

/** The first byte that cannot be decoded. No byte of a longer UTF-8 character is that of a line's end. */
function placeOfFault(bytes: Uint8Array): string {
  for (let line = 1, from = 0; ; line++) {
    const end = bytes.indexOf(0x0a, from);
    const own = bytes.subarray(from, end < 0 ? bytes.length : end);
    if (!isText(own, false)) return `line ${line} has the byte 0x${byteOfFault(own).toString(16).toUpperCase().padStart(2, '0')}, which stands for no character there`;
    if (end < 0) throw new Error('All lines are UTF-8.');
    from = end + 1;
  }
}

/** The first byte of the first character of a faulty line that is none. */
function byteOfFault(line: Uint8Array): number {
  let [good, bad] = [0, line.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isText(line.subarray(0, middle), true)) good = middle;
    else bad = middle;
  }
  let at = bad - 1;
  while (!isText(line.subarray(0, at), false)) at--;
  return line[at];
}

/** @param open whether the last character may be cut off. */
function isText(bytes: Uint8Array, open: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: open });
    return true;
  } catch {
    return false;
  }
}
