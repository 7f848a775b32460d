import type { z } from 'zod';
import type { EnvironmentFamily } from '../../../rl/environment/index.js';

/** Tasks of one iteration, iterations, and episodes that are played on each task before each step of adaptation, or in the whole of a trial. */
export interface Budget {
  readonly metaBatch: number;
  readonly iterations: number;
  readonly episodes: number;
}

/** What defaults of agents may depend on, known before an environment is made. */
export interface EnvironmentFacts {
  readonly environment: string;
  /** What is usual for agents that adapt by gradients. */
  readonly gradient: Budget & {
    readonly innerLearningRate: number;
    /** The size of inner steps after the first, as a share of it. */
    readonly laterSteps: number;
  };
  /** What is usual for agents that remember. */
  readonly memory: Budget & {
    /** Gated recurrent units, lambda of generalised advantages and the weight of the entropy, where others than the agents' own are usual. */
    readonly units?: number;
    readonly lambda?: number;
    readonly entropyWeight?: number;
  };
  /** The width of each hidden layer. */
  readonly hidden: readonly number[];
  readonly discount: number;
}

/** What the command line knows of a family of environments. */
export interface EnvironmentEntry<Options extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  /** What must stand after the colon: `environment:FILE`. */
  readonly argument?: { readonly name: 'FILE'; readonly what: string };
  /** What it is, in one line. */
  readonly about: string;
  readonly source: string;
  /** What is observed, and what can be done, in a few words each. */
  readonly observes: string;
  readonly acts: string;
  /** The agent where none is chosen. */
  readonly algorithm: string;
  readonly usual: Omit<EnvironmentFacts, 'environment'>;
  /** Its own options, each with a default or optional, and a description. */
  readonly options: Options;
  /** @param argument what stands after the colon, absolute. */
  family(request: { readonly argument?: string; readonly options: z.output<Options> }): EnvironmentFamily | Promise<EnvironmentFamily>;
}

/** An entry whose options' types are forgotten, as entries of all kinds stand in one list. */
export function environmentEntry<Options extends z.ZodObject>(entry: EnvironmentEntry<Options>): EnvironmentEntry {
  return entry as unknown as EnvironmentEntry;
}
