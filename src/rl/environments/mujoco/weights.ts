/** @throws RangeError where a weight of the reward is not a number of at least 0. */
export function checkedWeights(weights: Readonly<Record<string, number>>): void {
  for (const [name, weight] of Object.entries(weights)) {
    if (!(weight >= 0 && weight < Infinity)) throw new RangeError(`${name} must be a number of at least 0, got ${weight}.`);
  }
}
