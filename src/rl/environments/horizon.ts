/** @throws RangeError where the horizon is not a whole number of at least 1. */
export function horizonOf(horizon: number): number {
  if (!Number.isInteger(horizon) || horizon < 1) throw new RangeError(`The horizon of an episode must be a whole number of at least 1, got ${horizon}.`);
  return horizon;
}
