import { z } from 'zod';
import { UsageError } from '../failure.js';

/** A value for an option of an algorithm or a task, as it was said on the command line. */
export interface SaidOption {
  readonly name: string;
  /** What was written, or a value that the command line has read already. */
  readonly value: string | number | boolean;
  /** The words themselves, for messages: `--first-order`, `--set contextSize=5`. */
  readonly said: string;
}

/** An option as a list shows it. */
export interface OptionDescription {
  readonly name: string;
  readonly about: string;
  readonly default?: unknown;
  readonly choices?: readonly unknown[];
}

/**
 * The value of an option by the rule of its schema. A text may stand for a number, for true or false, or for a list, whichever
 * the option takes.
 * @throws UsageError that says what it takes.
 */
export function readOption(schema: z.ZodType, { value, said }: SaidOption): unknown {
  const readings = typeof value === 'string' ? readingsOf(value) : [value];
  const results = readings.map((reading) => schema.safeParse(reading));
  const fit = results.find(({ success }) => success);
  if (fit) return fit.data;
  const [issue] = results.at(-1)!.error!.issues;
  const reason = issue.message.replace(/^Invalid (input|option): /, '');
  throw new UsageError(`${said} is refused: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}.`);
}

/** What a text may mean, the plainest first and the likeliest last. */
function readingsOf(text: string): unknown[] {
  if (text === 'true' || text === 'false') return [text, text === 'true'];
  const parts = text.split(',').map((part) => part.trim());
  const numbers = parts.map((part) => (part === '' ? NaN : Number(part)));
  if (numbers.some((number) => !Number.isFinite(number))) return parts.length === 1 ? [text] : [parts, text];
  return numbers.length === 1 ? [text, numbers, numbers[0]] : [text, parts, numbers];
}

/** The options of a schema, as they stand in it. */
export function describeOptions(schema: z.ZodObject): OptionDescription[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => {
    const { description = '', default: usual, enum: choices } = property as z.core.JSONSchema.JSONSchema;
    return { name, about: description, ...(usual === undefined ? {} : { default: usual }), ...(choices ? { choices } : {}) };
  });
}
