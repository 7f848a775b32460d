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
    throw new Error(`${file} is not UTF-8 text: line ${lineOfFault(bytes)} has bytes that are none. Save it again as UTF-8.`, { cause: error });
  }
}

/** The first line that cannot be decoded. No byte of a longer UTF-8 character is that of a line's end. */
function lineOfFault(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let line = 1, from = 0; ; line++) {
    const end = bytes.indexOf(0x0a, from);
    try {
      decoder.decode(bytes.subarray(from, end < 0 ? bytes.length : end));
    } catch {
      return line;
    }
    if (end < 0) return line;
    from = end + 1;
  }
}
