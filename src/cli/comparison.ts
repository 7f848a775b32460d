import { metaTest, type TestReport } from '../training/index.js';
import { bestLearningRate, untrainedTheta, type Contest, type Theta } from './baselines.js';
import { progressLine } from './progress.js';
import { measuredOf, type BaselineResult } from './test-result.js';

export interface Comparison {
  readonly contest: Contest;
  readonly theta: Theta;
  /** The parameters of the model trained on all tasks pooled; without it there are no baselines. */
  readonly pretrained?: () => Promise<Theta>;
  readonly episodes: number;
  readonly steps: number;
  /** Fixes the test tasks. */
  readonly seed: number;
}

/** Tests meta-trained parameters and, beside them on the same tasks, the conventional ways. */
export async function compareWays({ contest, theta, pretrained, episodes, steps, seed }: Comparison): Promise<{ own: TestReport; baselines: BaselineResult[] }> {
  const { family, algorithm, signal } = contest;
  const measure = async (label: string, theta: Theta, learningRate?: number): Promise<TestReport> => {
    const line = progressLine(`testing: ${label}`);
    const onProgress = (done: number, total: number): void => line.show({ done, total });
    const protocol = learningRate === undefined ? 'both' : 'transductive';
    return metaTest({ family, algorithm, theta, episodes, steps, seed, learningRate, protocol, signal, onProgress }).finally(() => line.end());
  };
  const baseline = async (name: string, theta: Theta): Promise<BaselineResult> => {
    const learningRate = await bestLearningRate(contest, theta, steps);
    const { transductive } = await measure(name, theta, learningRate);
    return { name, learningRate, ...measuredOf(transductive!) };
  };

  const own = await measure('meta-trained', theta);
  const baselines: BaselineResult[] = [];
  if (pretrained) {
    baselines.push(await baseline('pretrained, then fine-tuned', await pretrained()));
    baselines.push(await baseline('no meta-training', untrainedTheta(contest)));
  }
  return { own, baselines };
}
