import { sort } from 'd3-array';
import type { NdArray } from '../graph/index.js';
import { foldIn, key } from '../random/index.js';
import { adaptTo } from '../training/index.js';
import type { Contest, Theta } from './baselines.js';
import type { AnyAlgorithm } from './catalogue/index.js';
import type { Fit } from './report/index.js';

/** Six test sinusoids with the learner's curve before and after one and ten steps, on the query points. */
export async function drawFits({ family, seed }: Contest, algorithm: AnyAlgorithm, theta: Theta): Promise<Fit[]> {
  const fits: Fit[] = [];
  for (let task = 0; task < 6; task++) {
    const { support, query } = family.sample('test', foldIn(key(seed), task));
    const curves = [];
    for (const steps of [0, 1, 10]) {
      const learned = await adaptTo({ algorithm, theta, support, steps });
      curves.push({ steps, points: along(query.x, await learned.predict(query.x)) });
    }
    const truth = along(query.x, query.y);
    const reach = Math.max(...truth.map(([, y]) => Math.abs(y)));
    fits.push({ title: `Task ${task + 1}, height ${reach.toFixed(1)}`, truth, support: along(support.x, support.y), fits: curves });
  }
  return fits;
}

/** Points from left to right. */
function along(x: NdArray, y: NdArray): (readonly [number, number])[] {
  return sort(Array.from(x.data, (value, i) => [value, y.data[i]] as const), ([value]) => value);
}
