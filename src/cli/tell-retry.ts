/** Tells of something that went wrong and was made good, on a line of its own; a progress line that stands there is drawn again below. */
export function tellRetry(message: string, stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr): void {
  // To the start of the line, which is cleared.
  stream.write(`${stream.isTTY ? '\r\x1b[K' : ''}${message}\n`);
}
