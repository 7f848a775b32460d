import { add, cos, div, exp, floor, minimum, mul, where, less } from '../graph/index.js';
import type { Schedule } from './descend.js';

export interface CosineOptions {
  /** The rate at the end and after it. Default 0. */
  readonly final?: number;
  /** Updates over which the rate first rises linearly from `initial` / `warmup`. Default 0. */
  readonly warmup?: number;
}

/**
 * Falls from `initial` to `final` along half a cosine, over `updates` updates, warm-up not counted (Loshchilov and
 * Hutter 2017), and stays there.
 */
export function cosine(initial: number, updates: number, { final = 0, warmup = 0 }: CosineOptions = {}): Schedule {
  requireCount('cosine', updates);
  requireRates('cosine', { initial, final });
  if (!(Number.isInteger(warmup) && warmup >= 0)) throw new RangeError(`cosine: warmup must be a whole number of updates of at least 0, got ${warmup}.`);
  return described(`a cosine from ${initial} to ${final}${warmup > 0 ? `, ${warmup} to warm up` : ''}`, (count) => {
    const done = minimum(div(add(count, -warmup), updates), 1);
    const falling = add(mul(add(cos(mul(done, Math.PI)), 1), (initial - final) / 2), final);
    return warmup > 0 ? where(less(count, warmup), mul(add(count, 1), initial / warmup), falling) : falling;
  });
}

/** Falls evenly from `initial` to `final` over `updates` updates, and stays there. */
export function linear(initial: number, updates: number, { final = 0 }: { readonly final?: number } = {}): Schedule {
  requireCount('linear', updates);
  requireRates('linear', { initial, final });
  return described(`a line from ${initial} to ${final}`, (count) => add(mul(minimum(div(count, updates), 1), final - initial), initial));
}

/** `initial`, times `factor` after each `every` updates. */
export function step(initial: number, { every, factor = 0.1 }: { readonly every: number; readonly factor?: number }): Schedule {
  requireCount('step', every);
  requireRates('step', { initial });
  if (!(factor > 0 && factor < Infinity)) throw new RangeError(`step: the factor must be a positive finite number, got ${factor}.`);
  // Half an update more, so that no rounding of the quotient puts a period off.
  return described(`${initial}, times ${factor} each ${every} updates`, (count) => mul(exp(mul(floor(div(add(count, 0.5), every)), Math.log(factor))), initial));
}

function described(rates: string, schedule: Schedule): Schedule {
  return Object.assign(schedule, { rates });
}

function requireCount(schedule: string, updates: number): void {
  if (!(Number.isInteger(updates) && updates > 0)) throw new RangeError(`${schedule}: the number of updates must be a positive whole number, got ${updates}.`);
}

/** As `descend` asks of a rate that does not change. */
function requireRates(schedule: string, rates: Readonly<Record<string, number>>): void {
  for (const [name, rate] of Object.entries(rates)) {
    if (!(rate >= 0 && rate < Infinity)) throw new RangeError(`${schedule}: the ${name} learning rate must be a finite number of at least 0, got ${rate}.`);
  }
}
