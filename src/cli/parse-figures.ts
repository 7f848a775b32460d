/** JSON of what was measured. It knows no NaN and no infinity: what was no number was written as null, and is NaN again. */
export function parseFigures<T>(text: string): T {
  return JSON.parse(text, (_, value: unknown) => (value === null ? NaN : value)) as T;
}

/** The same of a file that long work left behind, and goes on with. @throws Error that names the file, where it is damaged. */
export function parseKept<T>(text: string, file: string): T {
  try {
    return parseFigures<T>(text);
  } catch (error) {
    throw new Error(`${file} is damaged: ${(error as Error).message}. Delete it to have that part done again, or give another folder with --out.`, { cause: error });
  }
}
