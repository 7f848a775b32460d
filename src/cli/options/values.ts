import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { parseDuration } from './duration.js';
import { suggestion } from '../../nn/nearest.js';

type Parse<T> = (text: string) => T;

/** A whole number from `least` to `most`. */
export function whole(least: number, most = Number.MAX_SAFE_INTEGER): Parse<number> {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return parser(numeric.pipe(z.number().int().min(least).max(most)), `It must be a whole number ${range}.`);
}

/** A whole number, or a range of them such as `3-10`, both from `least` to `most`. */
export function counted(least: number, most: number): Parse<number | [number, number]> {
  return (text) => {
    const ends = text.split('-').map(whole(least, most));
    if (ends.length === 1) return ends[0];
    if (ends.length > 2 || ends[0] > ends[1]) throw new InvalidArgumentError('A range is written LOW-HIGH, such as 3-10.');
    return ends[0] === ends[1] ? ends[0] : [ends[0], ends[1]];
  };
}

/** A number above zero and at most `most`. */
export function positiveNumber(most: number): Parse<number> {
  return parser(numeric.pipe(z.number().positive().max(most)), `It must be a number above 0 and at most ${most}.`);
}

/** One of a few words. */
export function oneOf<Word extends string>(words: readonly Word[]): Parse<Word> {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found === undefined) throw new InvalidArgumentError(`It must be ${listed(words)}.${suggestion(text, words)}`);
    return found;
  };
}

/** Whole numbers from `least` to `most`, separated by commas, each once and in order. */
export function wholes(least: number, most: number): Parse<number[]> {
  return (text) => [...new Set(text.split(',').map(whole(least, most)))].sort((a, b) => a - b);
}

/** Names, separated by commas. */
export function names(text: string): string[] {
  const found = text.split(',').map((name) => name.trim()).filter(Boolean);
  if (found.length === 0) throw new InvalidArgumentError('It must be one or more names, separated by commas.');
  return found;
}

/** The path of a file or a folder. */
export function pathLike(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must be a path, and is empty.');
  return text;
}

/** Seconds, written as `90s`, `30m` or `2h`. */
export function duration(text: string): number {
  const seconds = parseDuration(text);
  if (seconds === undefined) throw new InvalidArgumentError('It must be a duration above zero such as 90s, 30m, 2h or 1h30m.');
  return seconds;
}

/** `a, b or c`. */
export function listed(words: readonly string[], joint = 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${joint} ${words[words.length - 1]}`;
}

/** Digits with an optional fraction, exponent and sign; not the blank, `0x` and `Infinity` that Number() accepts too. */
const numeric = z.string().trim().regex(/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i).transform(Number);

function parser<T>(schema: z.ZodType<T, string>, rule: string): Parse<T> {
  return (text) => {
    const parsed = schema.safeParse(text);
    if (!parsed.success) throw new InvalidArgumentError(rule);
    return parsed.data;
  };
}

/** An option that may be repeated: all that was given. */
export function collected(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}
