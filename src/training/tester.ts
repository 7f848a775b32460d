import { compile } from '../compile/index.js';
import { ndarray, type HostOf, type NdArray } from '../graph/index.js';
import { foldIn, type Key } from '../random/index.js';
import { drawTask, stackTasks, type HostTask, type Split } from '../tasks/index.js';
import { batchedTasks } from './chunks.js';
import type { MetaTestOptions } from './meta-test.js';
import { metricNameOf, testProgram, usualMeasurements } from './test-program.js';
import { scoresByKind, scoresOf, type Curves, type TestReport } from './test-report.js';
import { copiedElements, valuesOf } from './working-set.js';

/** A compiled meta-test, for one that is repeated as theta changes. */
export interface Tester<Theta> {
  test(theta: HostOf<Theta>, split: Split, seed: number, key: Key, signal?: AbortSignal, onProgress?: MetaTestOptions<Theta, unknown>['onProgress']): Promise<TestReport>;
  release(): Promise<void>;
}

export function createTester<Theta, Phi>(options: Omit<MetaTestOptions<Theta, Phi>, 'theta' | 'seed' | 'split'>): Tester<Theta> {
  const { family, algorithm, episodes = 600, steps = algorithm.innerSteps, protocol = 'both', learningRate } = options;
  const measuredAfter = options.measuredAfter ?? usualMeasurements(steps);
  if (!Number.isInteger(episodes) || episodes < 2) throw new RangeError(`episodes must be a whole number of at least 2, for a confidence interval, got ${episodes}.`);
  if (!Number.isInteger(steps) || steps < 0) throw new RangeError(`steps must be a whole number of at least 0, got ${steps}.`);
  if (measuredAfter.at(-1) !== steps || measuredAfter.some((step, i) => !(step > (measuredAfter[i - 1] ?? -1)))) {
    throw new RangeError(`measuredAfter must be rising numbers of steps that end with steps, ${steps}, got ${measuredAfter.join(', ') || 'none'}.`);
  }
  const single = compile(testProgram(algorithm, family.target, measuredAfter, protocol, false));
  const batched = compile(testProgram(algorithm, family.target, measuredAfter, protocol, true));
  const rate = learningRate === undefined ? [] : [ndarray(learningRate)];

  return {
    async test(theta, split, seed, key, signal, onProgress) {
      const draw = (index: number): HostTask => drawTask(family, split, foldIn(key, index));
      const perCall = batchedTasks(episodes, valuesOf(draw(0)), copiedElements(algorithm, theta));
      const curves: Record<keyof Curves, number[][]> = { transductive: [], inductive: [] };
      for (let first = 0; first < episodes; first += perCall) {
        signal?.throwIfAborted();
        // The last call is filled up with tasks that do not count, so that one program serves all.
        const tasks = Array.from({ length: perCall }, (_, i) => draw(first + i));
        const measured = perCall === 1 ? await single(theta as never, tasks[0], ...rate) : await batched(theta as never, stackTasks(tasks), ...rate);
        const count = Math.min(perCall, episodes - first);
        for (const seen of ['transductive', 'inductive'] as const) curves[seen].push(...curvesOf(measured[seen], measuredAfter.length).slice(0, count));
        onProgress?.(first + count, episodes);
        await new Promise<void>((resolve) => setTimeout(resolve));
      }
      const kinds = family.kindOf && Array.from({ length: episodes }, (_, index) => family.kindOf!(split, foldIn(key, index)));
      return {
        family: family.name,
        algorithm: algorithm.name,
        split,
        ...metricNameOf(family.target),
        episodes,
        steps,
        measuredAfter,
        seed,
        ...(learningRate === undefined ? {} : { learningRate }),
        batchStatistics: curves.inductive.length > 0,
        ...scoresOf(curves, protocol),
        ...(kinds ? { kinds: scoresByKind(curves, protocol, kinds) } : {}),
      };
    },
    async release() {
      await Promise.all([single.release(), batched.release()]);
    },
  };
}

/** The rows of a measurement, one for each task. */
function curvesOf(measured: NdArray | undefined, length: number): number[][] {
  const { data } = measured ?? { data: [] };
  return Array.from({ length: data.length / length }, (_, task) => Array.from(data.slice(task * length, (task + 1) * length)));
}
