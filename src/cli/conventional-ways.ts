import { nearestMean } from '../algorithms/index.js';
import { metaTest, metaTester, type TestReport } from '../training/index.js';
import { bestLearningRate, canPool, fineTuning, untrainedTheta, withoutHead, type Contest, type Theta } from './baselines.js';
import { testExecutorOf } from './executor.js';
import { outputsOf, untyped, type AnyAlgorithm } from './catalogue/index.js';
import { withLine } from './progress.js';
import { learnsRatings } from './ratings/inputs.js';
import { asTested, networkOf, settingsFacts } from './setup.js';
import { tellRetry } from './tell-retry.js';
import { measuredOf, type BaselineResult } from './test-result.js';

/** A way of learning a task without meta-training, to set beside one with it. */
export interface ConventionalWay {
  readonly name: string;
  readonly algorithm: AnyAlgorithm;
  /** Steps of adaptation; 0 where adapting is no loop. */
  readonly steps: number;
  /** Whether it begins with what was pretrained. */
  readonly pretrained: boolean;
  theta(): Theta | Promise<Theta>;
}

/** The same network, pretrained or not, all of it fine-tuned. */
export function fineTuned(contest: Contest, pretrained: () => Promise<Theta>, steps: number): ConventionalWay[] {
  const algorithm = fineTuning(contest);
  const none = { name: 'no meta-training', algorithm, steps, pretrained: false, theta: () => untrainedTheta(contest) };
  return canPool(contest.family) ? [{ name: 'pretrained, then fine-tuned', algorithm, steps, pretrained: true, theta: pretrained }, none] : [none];
}

/** All conventional ways: beside those that are fine-tuned, on classes, the last layer only, and the nearest class mean. */
export function conventionalWays(contest: Contest, pretrained: () => Promise<Theta>, steps: number): ConventionalWay[] {
  const { family, settings } = contest;
  const all = fineTuned(contest, pretrained, steps);
  // Levels of ratings are classes that stand for the same in all tasks: there is nothing to find the nearest of.
  if (family.target.kind === 'values' || learnsRatings(settings)) return all;
  const ways = outputsOf(family.target);
  const encoder = networkOf(settings, family).encoder('mean');
  const ofPretrained: ConventionalWay[] = [
    { name: 'pretrained, last layer only', algorithm: fineTuning(contest, (path) => path.startsWith('head.')), steps, pretrained: true, theta: pretrained },
    { name: 'pretrained, nearest class mean', algorithm: untyped(nearestMean({ encoder, ways })), steps: 0, pretrained: true, theta: async () => withoutHead(await pretrained()) },
  ];
  const raw = { name: 'raw inputs, nearest class mean', algorithm: untyped(nearestMean({ inputShape: family.inputShape, ways })), steps: 0, pretrained: false, theta: () => ({}) };
  const fitting = [
    ...all,
    ...(canPool(family) ? ofPretrained : []),
    // The numbers of words have no mean.
    ...(settingsFacts(settings).input === 'words' ? [] : [raw]),
  ];
  return fitting.map((way) => ({ ...way, algorithm: asTested(settings, family, way.algorithm) }));
}

/** Measures a way on the test tasks of `seed`, each by the step size that does best on validation tasks. */
export async function measureWay(contest: Contest, { name, algorithm, steps, theta: made }: ConventionalWay, { episodes, seed }: { episodes: number; seed: number }): Promise<BaselineResult> {
  const theta = await made();
  const tester = metaTester({ family: contest.family, algorithm, executor: testExecutorOf(contest, episodes, name), onRetry: tellRetry });
  try {
    const chosen = () => withLine(`step size: ${name}`, (onProgress) => bestLearningRate(contest, { tester, theta, steps }, onProgress));
    const learningRate = steps === 0 ? undefined : await chosen();
    const report = await withLine(`testing: ${name}`, (onProgress) => tester.test(theta, { episodes, steps, seed, learningRate, protocol: 'transductive', signal: contest.signal, onProgress }));
    return { name, ...(learningRate === undefined ? {} : { learningRate }), ...measuredOf(report, 'transductive') };
  } finally {
    await tester.release();
  }
}

/** Tests what was meta-trained, by both protocols. */
export async function measureOwn(
  contest: Contest,
  { algorithm, theta, steps }: { algorithm: AnyAlgorithm; theta: Theta; steps: number },
  { episodes, seed }: { episodes: number; seed: number },
): Promise<TestReport> {
  const { family, signal } = contest;
  return withLine('testing: meta-trained', (onProgress) => metaTest({ family, algorithm, theta, episodes, steps, seed, protocol: 'both', executor: testExecutorOf(contest, episodes), signal, onProgress, onRetry: tellRetry }));
}
