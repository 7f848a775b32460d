import type { Ratings } from '../ratings.js';

/** When users and items were first seen: the time of the first rating, infinite of those without. */
export function firstAppearances({ starts, item, time, users, items }: Ratings): { users: Float64Array; items: Float64Array } {
  const first = { users: new Float64Array(users.count).fill(Infinity), items: new Float64Array(items.count).fill(Infinity) };
  for (let user = 0; user < users.count; user++) {
    for (let place = starts[user]; place < starts[user + 1]; place++) {
      first.users[user] = Math.min(first.users[user], time[place]);
      first.items[item[place]] = Math.min(first.items[item[place]], time[place]);
    }
  }
  return first;
}

/** One for the share that appears first, of those that appear at all; zero for the others. At equal times the lower number is first. */
export function warmOf(appearances: Float64Array, share: number): Uint8Array {
  const seen = [...appearances.keys()].filter((each) => Number.isFinite(appearances[each]));
  seen.sort((a, b) => appearances[a] - appearances[b] || a - b);
  const warm = new Uint8Array(appearances.length);
  for (const each of seen.slice(0, Math.round(share * seen.length))) warm[each] = 1;
  return warm;
}
