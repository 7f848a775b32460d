import type { HostOf } from '../graph/index.js';
import { foldIn } from '../random/index.js';
import { drawTask } from '../tasks/index.js';
import { testKey } from './chunk-curves.js';
import { batchedTasks, type Chunk } from './chunks.js';
import { requireFit, requireTheta } from './fit.js';
import { requireAlgorithm, requireFamily } from './require-parts.js';
import { inProcess } from './in-process.js';
import type { MetaTestOptions } from './meta-test.js';
import { planTest, type TestOptions } from './test-plan.js';
import { metricNameOf } from './test-program.js';
import { scoresByKind, scoresOf, type Curves, type FullReport, type TestReport } from './test-report.js';
import type { TestSession } from './test-session.js';
import { copiedElements, valuesOf } from './working-set.js';

/** A meta-test that can be repeated, with other parameters or on other tasks: what is compiled, and the processes it runs in, are kept. */
export interface Tester<Theta> {
  /**
   * @param theta the meta-parameters to test.
   * @throws as `metaTest` does.
   */
  test(theta: HostOf<Theta>, options?: TestOptions & { readonly protocol?: 'both' }): Promise<FullReport>;
  test(theta: HostOf<Theta>, options: TestOptions): Promise<TestReport>;
  /** Frees programs and processes. */
  release(): Promise<void>;
}

/** What is tested, and where. */
export type TesterOptions<Theta, Phi> = Pick<MetaTestOptions<Theta, Phi>, 'family' | 'algorithm' | 'executor' | 'onRetry'>;

/** Meta-testing as `metaTest` does it, again and again. Release it at the end. */
export function metaTester<Theta, Phi>({ family, algorithm, executor = inProcess(), onRetry }: TesterOptions<Theta, Phi>): Tester<Theta> {
  requireFamily(family);
  requireAlgorithm(algorithm);
  let opened: Promise<TestSession<Theta>> | undefined;

  async function test(theta: HostOf<Theta>, options?: TestOptions & { readonly protocol?: 'both' }): Promise<FullReport>;
  async function test(theta: HostOf<Theta>, options?: TestOptions): Promise<TestReport>;
  async function test(theta: HostOf<Theta>, options: TestOptions = {}): Promise<TestReport> {
    const { episodes, steps, measuredAfter, protocol, seed, split } = planTest(algorithm, options);
    const { learningRate, signal, onProgress } = options;
    requireTheta(algorithm, theta);
    const key = testKey(seed, split);
    const first = drawTask(family, split, foldIn(key, 0));
    requireFit(algorithm, family, theta, first);
    signal?.throwIfAborted();
    const tasksPerCall = batchedTasks(episodes, valuesOf(first), copiedElements(algorithm, theta));
    const curves: Record<keyof Curves, (readonly number[])[]> = { transductive: [], inductive: [] };
    opened ??= executor.openTest({ family, algorithm }, ({ message }) => onRetry?.(message));
    const session = await opened;
    await session.curves({
      theta,
      seed,
      split,
      measuredAfter,
      protocol,
      learningRate,
      tasksPerCall,
      chunks: callsOf(episodes, tasksPerCall),
      take(measured, chunk) {
        for (const seen of ['transductive', 'inductive'] as const) curves[seen].push(...measured[seen]);
        onProgress?.(chunk.first + chunk.count, episodes);
      },
      signal,
    });
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
  }

  return {
    test,
    async release() {
      // One that could not be opened has nothing to free.
      await opened?.then((session) => session.close(), () => undefined);
      opened = undefined;
    },
  };
}

/** One chunk for each program call. */
function callsOf(episodes: number, tasksPerCall: number): Chunk[] {
  return Array.from({ length: Math.ceil(episodes / tasksPerCall) }, (_, index) => {
    const first = index * tasksPerCall;
    return { index, first, count: Math.min(tasksPerCall, episodes - first) };
  });
}
