import type { Random } from '../environment/index.js';

/** One draw of the gamma distribution of scale 1 and a shape of at least 1 (Marsaglia and Tsang 2000, "A simple method for generating gamma variables"). */
export function gamma(shape: number, random: Random): number {
  // The exponential distribution, which is drawn at once.
  if (shape === 1) return -Math.log(1 - random.uniform());
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
  }
}

/** One draw of the beta distribution, both shapes at least 1. */
export function beta(a: number, b: number, random: Random): number {
  const drawn = gamma(a, random);
  return drawn / (drawn + gamma(b, random));
}
