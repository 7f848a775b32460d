import { z } from 'zod';

/** JSON of what was measured. It knows no NaN and no infinity: what was no number was written as null, and is NaN again. */
export function parseFigures<T>(text: string): T {
  return JSON.parse(text, (_, value: unknown) => (value === null ? NaN : value)) as T;
}

/** The same of a file that long work left behind, and goes on with. @throws Error that names the file, where it is cut short or not of the shape. */
export function parseKept<T>(text: string, file: string, shape: z.ZodType<T>): T {
  const advice = 'Delete it to have that part done again, or give another folder with --out.';
  let read: unknown;
  try {
    read = parseFigures(text);
  } catch (error) {
    throw new Error(`${file} is damaged: ${(error as Error).message}. ${advice}`, { cause: error });
  }
  const { data, error } = shape.safeParse(read);
  if (error) throw new Error(`${file} is damaged: ${error.issues[0].path.join('.') || 'it'}: ${error.issues[0].message}. ${advice}`);
  return data;
}

/** A measured number in a shape: any, and none. */
export const figure = z.custom<number>((value) => typeof value === 'number', 'expected a number');
