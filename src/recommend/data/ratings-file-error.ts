/** A file of ratings or attributes of which nothing sensible can be made. The message says what to do. */
export class RatingsFileError extends Error {
  override readonly name = 'RatingsFileError';

  /** @param line from 1; undefined where it is the file as a whole. */
  constructor(
    readonly file: string,
    readonly line: number | undefined,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${line === undefined ? file : `Line ${line} of ${file}`} ${problem}`, options);
  }
}
