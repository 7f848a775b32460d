import { EnvironmentError } from './complaint.js';

/** A frame of a stack that lies in a file, and where. */
const inFile = /\(?((?:file:\/\/)?\/?[^\s()]*\.[cm]?[jt]s:\d+:\d+)\)?$/;

/** What calls of somebody's own functions give. What they throw becomes the error that `wrong` makes of it in words; an `EnvironmentError` says all already. */
export function tellingWhere<T>(calls: () => T, wrong: (words: string, cause: unknown) => Error): T {
  try {
    return calls();
  } catch (error) {
    throw error instanceof EnvironmentError ? error : wrong(thrownInWords(error), error);
  }
}

/** What was thrown, and where in their file: `TypeError: x is not defined (file:///home/me/heater.js:12:5)`. */
function thrownInWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at ') && !line.includes('node:'));
  const place = frames.map((line) => inFile.exec(line.trim())?.[1]).find((found) => found !== undefined);
  return `${error.name}: ${error.message}${place === undefined ? '' : ` (${place})`}`;
}
