/** @throws RangeError where a setting is a number below `least`, or none at all. */
export function requireSettings(rater: string, settings: Readonly<Record<string, number | boolean>>, least = 0): void {
  for (const [name, value] of Object.entries(settings)) {
    if (typeof value === 'number' && !(value >= least)) throw new RangeError(`The ${name} of ${rater} must be a number of at least ${least}, got ${value}.`);
  }
}
