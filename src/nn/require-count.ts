/** @throws RangeError where one of the named sizes is not a whole number of at least 1. */
export function requireCount(sizes: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (!Number.isInteger(size) || size < 1) throw new RangeError(`${name} must be a whole number of at least 1, got ${size}.`);
  }
}
