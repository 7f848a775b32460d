import { join } from 'node:path';
import { readEpisodes, type FixedEpisode } from '../fewshot/index.js';
import type { NdArray } from '../graph/index.js';
import { replaceFile } from '../training/index.js';
import { UsageError } from './failure.js';
import { openImageLearner, type ImageLearner } from './image-learner.js';
import type { LearnerOptions } from './learner.js';
import { progressLine } from './progress.js';
import { estimateOf, type LooseEstimate } from './estimate.js';

/** One episode of a folder, as it was measured. */
export interface EpisodeResult {
  readonly name: string;
  readonly ways: number;
  /** Images in all. */
  readonly support: number;
  readonly queries: number;
  /** The share of queries that were told right; by batch statistics of the query set where these make a difference. */
  readonly accuracy: number;
  /** Each query by itself, where that is another number. */
  readonly inductive?: number;
}

/** What `test --episodes-dir --json` prints. */
export interface EpisodesResult extends LooseEstimate {
  readonly run: string;
  readonly directory: string;
  readonly metric: 'accuracy';
  readonly protocol: 'transductive' | 'inductive';
  readonly steps: number;
  /** Pixels that copies of images were shifted by, where there were some. */
  readonly testShift?: number;
  readonly inductive?: LooseEstimate;
  readonly episodes: readonly EpisodeResult[];
}

/** Where the result is left in the run folder. */
const resultFile = 'episodes.json';

/** Tests a run on the fixed episodes of a folder, of any ways and shots. */
export async function episodesRun(path: string, directory: string, { steps: asked, signal, ...options }: LearnerOptions & { steps?: number; signal?: AbortSignal }): Promise<EpisodesResult> {
  const learner = await openImageLearner(path, 'test --episodes-dir', options);
  const steps = learner.steps(asked);
  const episodes = readEpisodes(directory, learner.format);
  const wide = episodes.find(({ classes }) => classes.length > learner.mostWays);
  if (wide) throw new UsageError(`The episode ${wide.name} has ${wide.classes.length} classes, and this learner tells apart at most ${learner.mostWays}: train one with --ways ${wide.classes.length}.`);

  const line = progressLine('testing: episodes');
  const measured: (EpisodeResult & { inductive: number })[] = [];
  try {
    for (const episode of episodes) {
      measured.push(await measure(learner, episode, steps, signal));
      line.show({ done: measured.length, total: episodes.length });
    }
  } finally {
    line.end();
  }
  const differ = measured.some(({ accuracy, inductive }) => accuracy !== inductive);
  const result: EpisodesResult = {
    run: path,
    directory,
    metric: 'accuracy',
    protocol: differ ? 'transductive' : 'inductive',
    steps,
    ...(learner.settings.testShift === undefined ? {} : { testShift: learner.settings.testShift }),
    ...estimateOf(measured.map(({ accuracy }) => accuracy)),
    ...(differ ? { inductive: estimateOf(measured.map(({ inductive }) => inductive)) } : {}),
    episodes: differ ? measured : measured.map(({ inductive: _, ...rest }) => rest),
  };
  await replaceFile(join(path, resultFile), `${JSON.stringify(result, undefined, 2)}\n`);
  return result;
}

async function measure(learner: ImageLearner, { name, classes, task: { support, query } }: FixedEpisode, steps: number, signal?: AbortSignal): Promise<EpisodeResult & { inductive: number }> {
  const learned = await learner.adapt({ ...support, x: await learner.prepare(support.x) }, classes.length, steps, signal);
  const x = await learner.prepare(query.x);
  const rightOf = async (transductive: boolean): Promise<number> => shareRight(await learned.predict(x, { transductive }), query.y, classes.length);
  return { name, ways: classes.length, support: support.y.data.length, queries: query.y.data.length, accuracy: await rightOf(true), inductive: await rightOf(false) };
}

/** How many rows have their largest logit, of the first `classes`, at their label. */
function shareRight({ data, shape }: NdArray, y: NdArray, classes: number): number {
  let right = 0;
  for (let row = 0; row < shape[0]; row++) {
    const logits = data.subarray(row * shape[1], row * shape[1] + classes);
    if (logits.indexOf(Math.max(...logits)) === y.data[row]) right++;
  }
  return right / shape[0];
}
