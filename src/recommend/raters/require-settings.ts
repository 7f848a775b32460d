/** @throws RangeError where a setting is a number below 0, or none at all. */
export function requireSettings(rater: string, settings: Readonly<Record<string, number | boolean | undefined>>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (typeof value === 'number' && !(value >= 0)) throw new RangeError(`The ${name} of ${rater} must be a number of at least 0, got ${value}.`);
  }
}

/** @throws RangeError where a count is no whole number of at least 1. */
export function requireAtLeastOne(rater: string, counts: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(counts)) {
    if (!(Number.isInteger(value) && value >= 1)) throw new RangeError(`The ${name} of ${rater} must be a whole number of at least 1, got ${value}.`);
  }
}
