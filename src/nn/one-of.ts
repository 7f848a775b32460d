/**
 * The value of an option that is one of a few words.
 * @throws RangeError where it is another: it would quietly be taken for one of them.
 */
export function oneOf<Word extends string>(name: string, value: Word, allowed: readonly Word[]): Word {
  if (allowed.includes(value)) return value;
  const quoted = allowed.map((word) => `'${word}'`);
  throw new RangeError(`${name} must be ${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}, got ${typeof value === 'string' ? `'${value}'` : String(value)}.`);
}
