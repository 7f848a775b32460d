import type { Algorithm, PredictOptions } from '../../algorithms/index.js';
import { compile } from '../../compile/index.js';
import { ndarray, type HostOf, type NdArray, type Tensor } from '../../graph/index.js';
import { foldIn, type Key } from '../../random/index.js';
import { drawTask, type Given, type HostTask, type Split, type TaskFamily } from '../../tasks/index.js';
import { padRows, takeRows } from '../rows.js';
import { holdOut } from './hold-out.js';
import type { Answer } from './temperature.js';

export interface AnswersOptions<Theta, Phi> {
  readonly family: TaskFamily;
  readonly algorithm: Algorithm<Theta, Phi>;
  readonly theta: HostOf<Theta>;
  readonly episodes: number;
  readonly split: Split;
  readonly key: Key;
  /** Inner steps. Default: the algorithm's own. */
  readonly steps?: number;
  readonly learningRate?: number;
  /** Further inputs (N, ...) that belong to no class of a task, for each episode. Default: none. */
  readonly outsidersOf?: (episode: number) => NdArray;
  /** The same family with one class more in each task: the last class of each is held out, and its queries are the outsiders. */
  readonly wider?: TaskFamily;
  readonly signal?: AbortSignal;
  /** Told how many tasks are done. */
  readonly onProgress?: (done: number, episodes: number) => void;
}

/** An answer, and whether the task has support examples of its class: without any a learner cannot know it, and may give it no chance at all. */
export interface JudgedAnswer extends Answer {
  readonly supported: boolean;
}

/** What a learner answers to the queries of one task, each by itself (inductive), and to inputs that belong to none of its classes. */
export interface TaskAnswers {
  readonly queries: readonly JudgedAnswer[];
  readonly outsiders: readonly (readonly number[])[];
}

/** Adapts to tasks and keeps the logits of their queries and of outsiders. Classes that a task does not have are left out of them. */
export async function collectAnswers<Theta, Phi>(options: AnswersOptions<Theta, Phi>): Promise<TaskAnswers[]> {
  const { family, algorithm, theta, episodes, split, key, steps, learningRate, outsidersOf, wider, signal, onProgress } = options;
  const adapting = compile((params: Theta, task: Given, { rate }: { rate?: Tensor }) => {
    const phi = algorithm.adapt(params, task, { steps, learningRate: rate });
    return { phi, statistics: algorithm.statistics(phi, task.support) };
  });
  // A program of its own: the numbers of queries and of outsiders vary independently of what is adapted to.
  const predicting = compile((phi: Phi, x: Tensor, told: PredictOptions) => algorithm.predict(phi, x, told));
  const collected: TaskAnswers[] = [];
  try {
    for (let episode = 0; episode < episodes; episode++) {
      signal?.throwIfAborted();
      const own = foldIn(key, episode);
      const { task, outside } = wider ? widerTask(drawTask(wider, split, own), wider) : { task: drawTask(family, split, own), outside: outsidersOf?.(episode) };
      const { support, query, classes } = task;
      const there = classes ? { classes } : {};
      const { phi, statistics } = await adapting(theta as never, { support, ...there }, learningRate === undefined ? {} : { rate: ndarray(learningRate) });
      const predict = async (x: NdArray): Promise<NdArray> => takeRows(await predicting(phi as never, padRows(x), { ...there, ...(statistics.length > 0 ? { statistics } : {}) }), x.shape[0]);
      collected.push(answersOf(task, await predict(query.x), outside && (await predict(outside))));
      onProgress?.(episode + 1, episodes);
    }
    return collected;
  } finally {
    await Promise.all([adapting.release(), predicting.release()]);
  }
}

/** A task without its last class, as the narrower family has them. */
function widerTask(whole: HostTask, { target }: TaskFamily): { readonly task: HostTask; readonly outside?: NdArray } {
  const { ways } = target as { readonly ways: number };
  const { task, outsiders } = holdOut(whole, (whole.classes ? whole.classes.data.lastIndexOf(1) : ways - 1));
  const { classes, ...sets } = task;
  const narrower = classes && ndarray((classes.data as Float32Array).slice(0, ways - 1));
  return { task: { ...sets, ...(narrower ? { classes: narrower } : {}) }, ...(outsiders.shape[0] > 0 ? { outside: outsiders } : {}) };
}

function answersOf({ support, query, classes }: HostTask, queries: NdArray, outsiders: NdArray | undefined): TaskAnswers {
  const width = queries.shape[1];
  const there = Array.from({ length: width }, (_, way) => way).filter((way) => !classes || classes.data[way] > 0);
  const rowsOf = ({ data, shape }: NdArray): number[][] => Array.from({ length: shape[0] }, (_, row) => there.map((way) => data[row * width + way]));
  const supported = new Set(Array.from(support.y.data).filter((_, row) => support.mask?.data[row] !== 0));
  const counted = rowsOf(queries).flatMap((logits, row) => (query.mask?.data[row] === 0 ? [] : [{ logits, label: there.indexOf(query.y.data[row]), supported: supported.has(query.y.data[row]) }]));
  return { queries: counted, outsiders: outsiders ? rowsOf(outsiders) : [] };
}
