/** Values of a certain reward, from 0 to 1, at which playing on is weighed against it. */
const grid = 200;

/** How much an arm is worth that gave `ones` and `zeros`, with `left` pulls to go, this one included. */
export type GittinsIndex = (ones: number, zeros: number, left: number) => number;

/**
 * The Gittins index of Bernoulli arms with a uniform prior, for a known number of pulls in all (Gittins 1979, by calibration; its form for finite horizons as in Kaufmann 2018, "On Bayesian
 * index policies for sequential resource allocation"): the certain reward at which one is indifferent between taking it for all pulls that are left, and pulling the arm with
 * the right to turn to the certain reward for good at any time. Found by dynamic programming over all counts at 201 certain rewards, exact at each and linear between; takes pulls^3 / 6 numbers of
 * memory twice and 201 times as many steps: 0.2 s at 100 pulls.
 */
export function gittinsIndex(pulls: number): GittinsIndex {
  // Layer `left` holds all counts with ones + zeros <= pulls - left.
  const starts = new Float64Array(pulls + 2);
  for (let left = 1; left <= pulls; left++) starts[left + 1] = starts[left] + triangle(pulls - left + 1);
  const index = new Float32Array(starts[pulls + 1]);
  const ahead = new Float32Array(index.length);
  const value = new Float64Array(triangle(pulls + 1));
  for (let k = 0; k <= grid; k++) {
    const certain = k / grid;
    value.fill(0);
    for (let left = 1; left <= pulls; left++) {
      for (let seen = 0, at = 0; seen <= pulls - left; seen++) {
        for (let ones = 0; ones <= seen; ones++, at++) {
          const chance = (1 + ones) / (2 + seen);
          const next = at + seen + 1;
          const lead = chance * (1 + value[next + 1]) + (1 - chance) * value[next] - left * certain;
          value[at] = left * certain + Math.max(0, lead);
          const place = starts[left] + at;
          // The lead falls with the certain reward: the index lies where it passes zero.
          if (lead >= 0) ahead[place] = lead;
          else if (index[place] === 0) index[place] = certain + lead / (ahead[place] - lead) / grid;
        }
      }
    }
  }
  return (ones, zeros, left) => index[starts[left] + triangle(ones + zeros) + ones];
}

/** Pairs of counts whose sum is below `n`. */
function triangle(n: number): number {
  return (n * (n + 1)) / 2;
}
