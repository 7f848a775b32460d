/** JSON of what was measured. It knows no NaN and no infinity: what was no number was written as null, and is NaN again. */
export function parseFigures<T>(text: string): T {
  return JSON.parse(text, (_, value: unknown) => (value === null ? NaN : value)) as T;
}
