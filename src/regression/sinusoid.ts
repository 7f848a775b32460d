import type { NdArray } from '../graph/ndarray.js';
import { foldIn, generatorOf, uniformOf, type Key } from '../random/index.js';
import { countRange, type HostTask, type Split, type TaskFamily } from '../tasks/index.js';

export interface SinusoidOptions {
  /** Support points of each task; 5 or 10 in the paper. */
  readonly shots?: number;
  /** Query points of each task. */
  readonly queries?: number;
}

/**
 * Sine waves y = A sin(x - phase), with A uniform in [0.1, 5], phase in [0, pi] and every x in [-5, 5]: the regression
 * tasks of Finn et al. 2017 (section 5.1; the sign of the phase is that of their code).
 *
 * x and y are float32 (N, 1). The splits draw from the same distribution with different keys.
 */
export function sinusoid({ shots = 10, queries = 10 }: SinusoidOptions = {}): TaskFamily {
  countRange('shots', [shots, shots]);
  countRange('queries', [queries, queries]);
  return {
    name: 'sinusoid',
    inputShape: [1],
    target: { kind: 'values', outputs: 1 },
    description: { shots, queries, amplitude: [0.1, 5], phase: [0, Math.PI], x: [-5, 5] },
    sample(split: Split, key: Key): HostTask {
      const generator = generatorOf(foldIn(key, splitNumber[split]));
      const amplitude = 0.1 + 4.9 * uniformOf(generator);
      const phase = Math.PI * uniformOf(generator);
      const points = (count: number): { x: NdArray; y: NdArray } => {
        const x = new Float32Array(count);
        const y = new Float32Array(count);
        for (let i = 0; i < count; i++) {
          x[i] = -5 + 10 * uniformOf(generator);
          y[i] = amplitude * Math.sin(x[i] - phase);
        }
        return { x: { data: x, shape: [count, 1], dtype: 'float32' }, y: { data: y, shape: [count, 1], dtype: 'float32' } };
      };
      return { support: points(shots), query: points(queries) };
    },
  };
}

const splitNumber: Record<Split, number> = { train: 0, validation: 1, test: 2 };
