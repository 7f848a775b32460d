/**
 * Whether a value has the functions that make it what is asked for.
 * @throws TypeError which says what was given in its place: nothing, what makes one and was not called, or something else.
 */
export function requireFunctions(name: string, value: unknown, functions: readonly string[], what: string): void {
  const missing = functions.filter((member) => typeof (value as Readonly<Record<string, unknown>> | null | undefined)?.[member] !== 'function');
  if (missing.length === 0) return;
  const found = typeof value === 'function' ? 'a function: call it' : value instanceof Promise ? 'a promise: await it' : value === null || typeof value !== 'object' ? String(value) : `an object without ${missing.join(' and ')}`;
  throw new TypeError(`${name} must be ${what}, got ${found}.`);
}
