import assert from 'node:assert/strict';
import type { NdArray } from '../graph/index.js';

/** One array moved along a direction. */
export function moved(x: NdArray, direction: NdArray, step: number): NdArray {
  return { ...x, data: Float64Array.from(x.data, (value, i) => value + step * direction.data[i]) };
}

const step = 1e-3;

/**
 * The derivative at zero of a function of one number, by the central differences of fourth order: the error is of the
 * order of step^4, below 1e-10 for the functions that are tested.
 */
export function slopeOf(f: (t: number) => number): number {
  return (8 * (f(step) - f(-step)) - (f(2 * step) - f(-2 * step))) / (12 * step);
}

/** Asserts that a derivative is that of finite differences to 1e-6, relative to its size or, near zero, to 0.01. */
export function assertSlope(derivative: number, f: (t: number) => number, what: string): void {
  const expected = slopeOf(f);
  const error = Math.abs(derivative - expected) / Math.max(Math.abs(expected), 1e-2);
  assert.ok(error <= 1e-6, `${what} is ${derivative}, by finite differences ${expected} (relative error ${error})`);
}
