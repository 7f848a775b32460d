import { requireOptions } from '../nn/require-options.js';
import { foldIn, generatorOf, uniformOf, type Key } from '../random/index.js';
import { bucketPadding, countRange, drawCount, type Count, type HostExamples, type Split, type TaskFamily } from '../tasks/index.js';

/** How many points of its curve a task shows. */
export interface CurveSizes {
  /** Support points of each task, or a range that each task draws from. */
  readonly shots?: Count;
  /** Query points of each task, or a range that each task draws from. */
  readonly queries?: Count;
}

/** Draws a number, uniform in a range. */
export type Draw = (range: readonly [low: number, high: number]) => number;

/** A distribution of curves y = f(x). */
export interface Curves {
  readonly name: string;
  /** The ranges of what is drawn, for config.json. */
  readonly ranges: Readonly<Record<string, readonly [low: number, high: number]>>;
  /** Draws one curve. */
  readonly curve: (draw: Draw) => (x: number) => number;
}

/** Every x lies in it. */
const inputs = [-5, 5] as const;

/**
 * Regression tasks: points of a curve, every x uniform in [-5, 5]. x and y are float32 (N, 1).
 *
 * The splits draw from the same distribution with different keys. Where the number of points varies, sets are padded and masked.
 * @throws RangeError where shots or queries are no whole numbers of at least 1.
 */
export function curveFamily({ name, ranges, curve }: Curves, sizes: CurveSizes): TaskFamily {
  requireOptions(name, sizes, { shots: true, queries: true });
  const { shots = 10, queries = 10 } = sizes;
  const [supportRange, queryRange] = [countRange('shots', shots), countRange('queries', queries)];
  const [padSupport, padQuery] = [bucketPadding(supportRange), bucketPadding(queryRange)];
  return {
    name,
    inputShape: [1],
    target: { kind: 'values', outputs: 1 },
    description: { shots, queries, ...ranges, x: inputs },
    sample(split: Split, key: Key) {
      const generator = generatorOf(foldIn(key, splitNumber[split]));
      const draw: Draw = ([low, high]) => low + (high - low) * uniformOf(generator);
      const valueAt = curve(draw);
      const points = (count: number): HostExamples => {
        const x = new Float32Array(count);
        const y = new Float32Array(count);
        for (let i = 0; i < count; i++) {
          x[i] = draw(inputs);
          y[i] = valueAt(x[i]);
        }
        return { x: { data: x, shape: [count, 1], dtype: 'float32' }, y: { data: y, shape: [count, 1], dtype: 'float32' } };
      };
      return { support: padSupport(points(drawCount(supportRange, generator))), query: padQuery(points(drawCount(queryRange, generator))) };
    },
  };
}

const splitNumber: Record<Split, number> = { train: 0, validation: 1, test: 2 };
