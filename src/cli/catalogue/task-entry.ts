import { z } from 'zod';
import type { NdArray } from '../../graph/index.js';
import type { Ratings } from '../../recommend/index.js';
import type { Count, TaskFamily } from '../../tasks/index.js';
import type { Schedule } from './schedule.js';

/** What algorithms and networks take: a vector of numbers, an image (H, W, C), a sequence (L, C) or the numbers of words. */
export type InputKind = 'vector' | 'image' | 'series' | 'words';

/** What the rows of a task are: what algorithms take, or mixed fields of an item and a user, whose embeddings are vectors. */
export type RowKind = InputKind | 'ratings';

/** What is known of a task before its data are read: what defaults may depend on. */
export interface TaskFacts {
  readonly task: string;
  /** What algorithms are given: of ratings, and behind --features, vectors. */
  readonly input: InputKind;
  readonly target: 'classes' | 'values';
  /** The most classes of a task; absent where there are none. */
  readonly ways?: number;
  /** The most support examples, of each class where there are classes. */
  readonly shots: number;
  /** Whether the data are the user's own, of which there may be few. */
  readonly own?: boolean;
  /** The size of inner steps, where the task has a usual one of its own. */
  readonly innerLearningRate?: number;
  /** How errors of its values are judged: by their squares, the default, or by their absolute values. */
  readonly errors?: 'squared' | 'absolute';
}

/** How many of what a task has. */
export interface TaskSizes {
  readonly ways?: Count;
  readonly shots: Count;
  readonly queries: Count;
}

export interface FamilyRequest<Options> extends TaskSizes {
  /** Where data are split by how many classes a task has: how many that is, in training as in tests of all ways. */
  readonly splitWays?: number;
  /** What stands after the colon of TASK, absolute. */
  readonly argument?: string;
  /** The folder given by --data. */
  readonly data?: string;
  readonly options: Options;
}

/** What the command line knows of a family of tasks. */
export interface TaskEntry<Options extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  /** What must stand after the colon, or may: `images:DIR`. */
  readonly argument?: { readonly name: 'DIR' | 'FILE'; readonly what: string; readonly optional?: boolean };
  /** What it is, in one line. */
  readonly about: string;
  readonly source: string;
  /** The files that it reads from the folder of --data; absent where it reads none. */
  readonly data?: string;
  readonly input: RowKind | ((options: z.output<Options>) => RowKind);
  readonly target: TaskFacts['target'] | ((options: z.output<Options>) => TaskFacts['target']);
  /** Sizes where nothing is said; queries are those of training. */
  readonly sizes: { readonly ways?: number; readonly shots: Count; readonly queries: number };
  /** Queries at test: points, or examples of each class as far as there are so many. Default: as in training. */
  readonly testQueries?: number | ((sizes: { readonly shots: Count; readonly options: z.output<Options> }) => number);
  /** Tasks of an iteration, and iterations, of a usual training. */
  readonly metaBatch: number;
  readonly iterations: number;
  /** The algorithm where none is chosen. Default: maml. */
  readonly algorithm?: string | ((options: z.output<Options>) => string);
  /** What else of the schedule is usual, where the algorithm has nothing of its own. */
  readonly schedule?: Partial<Pick<Schedule, 'outerLearningRate' | 'decay'>>;
  /** The size of inner steps, of algorithms that have none of their own. */
  readonly innerLearningRate?: number;
  /** How errors of its values are judged. Default 'squared'. */
  readonly errors?: TaskFacts['errors'];
  /** Tasks by which the best parameters are chosen in training. Default 200. */
  readonly validationEpisodes?: number;
  /** Whether a test has as many inner steps as training. Default: as many as the authors of the algorithm had. */
  readonly testsAsTrained?: boolean;
  /** The network where none is chosen, and its channels. Default: that of the kind of input, and its own. */
  readonly network?: string;
  readonly channels?: number;
  /** Its own options, each with a default or optional, and a description. */
  readonly options: Options;
  /** Those that must be said. */
  readonly requires?: readonly (keyof z.output<Options> & string)[];
  family(request: FamilyRequest<z.output<Options>>): TaskFamily | Promise<TaskFamily>;
  /** The data of rating tasks, as they are read. */
  ratings?(request: Pick<FamilyRequest<z.output<Options>>, 'argument' | 'data' | 'options'>): Ratings | Promise<Ratings>;
  /** Inputs (N, ...) that belong to none of its classes, where the data have such. */
  outsiders?(request: Pick<FamilyRequest<z.output<Options>>, 'data' | 'options'>): NdArray;
}

/** An entry whose options' types are forgotten, as entries of all kinds stand in one list. */
export function taskEntry<Options extends z.ZodObject>(entry: TaskEntry<Options>): TaskEntry {
  return entry as unknown as TaskEntry;
}

export const noOptions = z.strictObject({});
