import type { TaskFamily } from '../tasks/index.js';
import { curveFamily, type CurveSizes, type Draw } from './curve.js';

/** 5 or 10 shots in the paper. */
export type SinusoidOptions = CurveSizes;

const amplitude = [0.1, 5] as const;
const phase = [0, Math.PI] as const;

/**
 * Sine waves y = A sin(x - phase), with A uniform in [0.1, 5], phase in [0, pi] and every x in [-5, 5]: the regression
 * tasks of Finn et al. 2017 (section 5.1; the sign of the phase is that of their code).
 *
 * x and y are float32 (N, 1). The splits draw from the same distribution with different keys.
 */
export function sinusoid(sizes: SinusoidOptions = {}): TaskFamily {
  const curve = (draw: Draw) => {
    const [own, shift] = [draw(amplitude), draw(phase)];
    return (x: number): number => own * Math.sin(x - shift);
  };
  return curveFamily({ name: 'sinusoid', ranges: { amplitude, phase }, curve }, sizes);
}
