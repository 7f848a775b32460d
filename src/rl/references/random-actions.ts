import type { EnvironmentFamily, Random, Space } from '../environment/index.js';
import { reference, type Reference } from './reference.js';

/** Actions at random, in any environment: choices as likely as each other, numbers uniform within their bounds, and normal around the one bound or zero where there are not two. */
export const randomActions: Reference = reference(
  { name: 'random', about: 'Acts at random and learns nothing.', source: 'every table needs its floor' },
  ({ actionSpace }: EnvironmentFamily) =>
    (_, random) => ({ act: () => anyOf(actionSpace, random) }),
);

function anyOf(space: Space, random: Random): number | number[] {
  if (space.kind === 'discrete') return random.integer(space.count);
  return space.low.map((low, i) => {
    const high = space.high[i];
    if (Number.isFinite(high - low)) return random.uniform(low, high);
    return Number.isFinite(low) ? low + Math.abs(random.normal()) : Number.isFinite(high) ? high - Math.abs(random.normal()) : random.normal();
  });
}
