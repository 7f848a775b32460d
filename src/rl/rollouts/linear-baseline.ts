import { discountedReturns, lengthOf, type Values } from './advantages.js';
import { ridgeWeights } from './least-squares.js';
import type { Rollout } from './rollout.js';

/** Observations are clipped to so much either way before they are squared, so that one that runs away does not rule the fit. */
const clip = 10;
/** Time is counted in units of so many steps. */
const timeUnit = 100;

export interface LinearBaselineOptions {
  /** gamma, from 0 to 1. */
  readonly discount: number;
  /** What is added to the diagonal of the normal equations, more than 0. Default 1e-5. */
  readonly ridge?: number;
}

/**
 * The value baseline of Duan et al. 2016 (Benchmarking deep reinforcement learning, section 4.1): for each task the least squares fit of its discounted returns-to-go, over the steps that were
 * taken, by the features o, o^2, t/100, (t/100)^2, (t/100)^3 and 1. Values are those of the fit, also at the last state of episodes that were cut off; zero after episodes that
 * came to an end of their own and at steps that were not taken.
 * @throws RangeError where gamma is not from 0 to 1, the ridge is not positive, or observations or rewards are not finite.
 */
export function linearBaseline(rollout: Rollout, { discount, ridge = 1e-5 }: LinearBaselineOptions): Values {
  if (!(ridge > 0)) throw new RangeError(`The ridge of a linear baseline must be more than 0, got ${ridge}.`);
  const { tasks, episodes, steps } = rollout;
  const size = rollout.observations.shape[3];
  const [observations, final, terminated] = [rollout.observations.data, rollout.last.data, rollout.terminated.data];
  const returns = discountedReturns(rollout, discount);
  const [width, room] = [2 * size + 4, episodes * (steps + 1)];
  const data = new Float64Array(width * room);
  const y = new Float64Array(room);
  const values = new Float32Array(tasks * episodes * steps);
  const last = new Float32Array(tasks * episodes);

  const write = (row: number, from: ArrayLike<number>, offset: number, step: number): void => {
    for (let i = 0; i < size; i++) {
      const seen = Math.max(-clip, Math.min(clip, from[offset + i]));
      data[i * room + row] = seen;
      data[(size + i) * room + row] = seen * seen;
    }
    const time = step / timeUnit;
    const after = 2 * size * room + row;
    data[after] = time;
    data[after + room] = time * time;
    data[after + 2 * room] = time * time * time;
    data[after + 3 * room] = 1;
  };

  for (let task = 0; task < tasks; task++) {
    const lengths = Array.from({ length: episodes }, (_, e) => lengthOf(rollout, task * episodes + e));
    let rows = 0;
    for (const [e, length] of lengths.entries()) {
      const first = (task * episodes + e) * steps;
      for (let step = 0; step < length; step++, rows++) {
        write(rows, observations, (first + step) * size, step);
        y[rows] = returns[first + step];
      }
    }
    // The rows after those of the fit are of last states, which have no return of their own.
    for (const [e, length] of lengths.entries()) write(rows + e, final, (task * episodes + e) * size, length);

    const weights = ridgeWeights({ data, width, room, rows }, y, ridge);
    const fitted = new Float64Array(rows + episodes);
    for (let column = 0; column < width; column++) {
      for (let row = 0; row < fitted.length; row++) fitted[row] += weights[column] * data[column * room + row];
    }
    let row = 0;
    for (const [e, length] of lengths.entries()) {
      const episode = task * episodes + e;
      values.set(fitted.subarray(row, row + length), episode * steps);
      row += length;
      last[episode] = terminated[episode] === 0 ? fitted[rows + e] : 0;
    }
  }
  return { values, last };
}
