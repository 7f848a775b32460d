import type { z } from 'zod';
import type { Algorithm } from '../../algorithms/index.js';
import type { TaskFamily } from '../../tasks/index.js';
import type { Network } from './network-entry.js';
import type { Schedule } from './schedule.js';
import type { InputKind, TaskFacts } from './task-entry.js';

/** An algorithm whose parameters have a structure that depends on the settings. */
export type AnyAlgorithm = Algorithm<unknown, unknown>;

/** What a learner must know of its tasks; config.json has it too, so that adapting needs no data set. */
export type TaskShape = Pick<TaskFamily, 'inputShape' | 'target' | 'description'>;

/** A number that its authors, or others, published, and how it was taken. */
export interface Published {
  readonly task: string;
  readonly ways?: number;
  readonly shots: number;
  /** In the unit of the metric: 0.987 is 98.7 %. */
  readonly value: number;
  readonly protocol: string;
}

/** What the command line knows of an algorithm. */
export interface AlgorithmEntry<Options extends z.ZodObject = z.ZodObject> {
  /** As it is written on the command line, in kebab case. */
  readonly name: string;
  /** What it does, in one line. */
  readonly about: string;
  /** Authors, year, title or arXiv number. */
  readonly source: string;
  readonly serves: readonly TaskFacts['target'][];
  /** The kinds of inputs that it takes, where not all. */
  readonly inputs?: readonly InputKind[];
  /** Whether it brings a network of its own, so that none can be chosen. */
  readonly ownNetwork?: boolean;
  /** Whether no parameter depends on the number of classes, so that training may have more ways than the test. */
  readonly anyWays?: boolean;
  readonly published?: readonly Published[];
  /** Its own options, each with a default and a description. */
  options(task: TaskFacts): Options;
  /** What differs from the task's usual schedule, and the queries and ways of training. */
  schedule?(task: TaskFacts, options: z.output<Options>): Partial<Schedule> & { readonly queries?: number; readonly trainWays?: number };
  build(options: z.output<Options>, shape: TaskShape, network: Network, task: TaskFacts): AnyAlgorithm;
}

/** An entry, checked for fitting together; its options' types are then forgotten, as entries of all kinds stand in one list. */
export function algorithmEntry<Options extends z.ZodObject>(entry: AlgorithmEntry<Options>): AlgorithmEntry {
  return entry as unknown as AlgorithmEntry;
}

/** Whether an algorithm gives the answers that a task asks for, from its kind of input. */
export function fits({ serves, inputs }: AlgorithmEntry, { target, input }: Pick<TaskFacts, 'target' | 'input'>): boolean {
  return serves.includes(target) && (inputs?.includes(input) ?? true);
}

/** Forgets the structure of an algorithm's parameters. */
export function untyped<Theta, Phi>(algorithm: Algorithm<Theta, Phi>): AnyAlgorithm {
  return algorithm as unknown as AnyAlgorithm;
}
