import { z } from 'zod';
import { malformed } from './refusal.js';

/**
 * A value that fits a schema.
 * @param what what it is, where it is wrong as a whole: `The body`.
 * @throws Refusal that names the field.
 */
export function parse<T>(schema: z.ZodType<T>, value: unknown, what = 'The body'): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw malformed(sentenceOf(parsed.error.issues[0], what));
}

function sentenceOf(issue: z.core.$ZodIssue, what: string): string {
  const field = fieldOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const [key] = issue.keys;
    return `${field === '' ? what : `${what}: ${field}`} has a field ${JSON.stringify(shortened(key))}, which means nothing here: leave it out.`;
  }
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined') && field !== '') return `${what} has no ${field}: give it${described(issue.expected)}.`;
  return `${what}${field === '' ? '' : `: ${field}`} is refused: ${plain(issue.message)}.`;
}

/** `ratings[3].rating`. */
function fieldOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? shortened(String(part)) : `${text}.${shortened(String(part))}`), '');
}

function described(expected: string): string {
  return expected === 'nonoptional' || expected === 'any' ? '' : `, ${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected}`;
}

function plain(message: string): string {
  return message.replace(/^Invalid input: /, '').replace('<=', 'at most ').replace('>=', 'at least ').replace(/\bint\b/, 'a whole number').replace(/\.$/, '').replace(/^[A-Z]/, (letter) => letter.toLowerCase());
}

/** What a client wrote, short enough to be said back. */
export function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
