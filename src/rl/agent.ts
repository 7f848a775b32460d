import type { HostOf, NdArray, Tensor, Tree } from '../graph/index.js';
import type { Key } from '../random/index.js';
import type { Json } from '../training/index.js';
import type { AwaitedEnvironments, EnvironmentFamily, Episode } from './environment/index.js';
import type { OuterLoss } from './outer/outer.js';

/** One task of a meta-batch: what it is, and what fixes all that is random while it is worked on. */
export interface DrawnTask {
  readonly task: Json;
  readonly key: Key;
}

/** What was collected on the tasks of a chunk. */
export interface Collected<Data> {
  /** What the outer step learns from: a tree whose leaves have a leading axis of tasks. */
  readonly data: HostOf<Data>;
  /** The mean return of each task, round by round: before adapting, after one step, ... `[round][task]`. */
  readonly returns: readonly Float32Array[];
}

/** What came of adapting to a task. */
export interface Adaptation {
  /** Returns of the episodes after 0, 1, 2, ... steps of adaptation (for an agent that remembers: of the first, second, ... episode): `[round][episode]`. */
  readonly returns: readonly Float32Array[];
  /** An episode of each round, for drawing. */
  readonly episodes: readonly Episode[];
}

/** An agent ready to act on the tasks of a family: its programs are compiled when first needed. */
export interface Actor<Data> {
  /** Collects what an outer step learns from, with parameters `theta`, float32 (P). */
  collect(theta: Float32Array, tasks: readonly DrawnTask[]): Promise<Collected<Data>>;
  /** Adapts to tasks, `rounds` - 1 times. */
  adapt(theta: Float32Array, tasks: readonly DrawnTask[], rounds: number): Promise<Adaptation[]>;
  /** Plays an environment that is there once, one row, an episode at a time. Absent: it cannot. */
  live?(theta: Float32Array, environment: AwaitedEnvironments): LiveActor;
  release(): Promise<void>;
}

/** An agent that acts in one environment. */
export interface LiveActor {
  /** Plays an episode; `key` fixes what is drawn in it. */
  play(key: Key): Promise<Episode>;
  /** Adapts to the episodes since the last time. */
  adapt(): Promise<void>;
}

/**
 * A way of learning to act in a few episodes. `Theta` is what is meta-trained, `Data` what is collected on one task. Values of pure functions on graphs but for the
 * actor, which steps environments.
 */
export interface Agent<Theta = unknown, Data = unknown> {
  readonly name: string;
  /** What else was chosen, for config.json and to tell a changed agent on resuming. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly environment: EnvironmentFamily;
  /** Rounds of episodes that training collects on each task: 1 + inner steps, or the episodes of a trial. */
  readonly rounds: number;
  /** Tasks that a program should take at once, where not all of a chunk: fewer where a task alone has thousands of rows, whose working set should stay in the cache. */
  readonly tasksPerCall?: number;
  /** What theta has beside the policy, such as 'values', whose outputs the drift does not see: an outer rule that steps by curvature would take them anywhere. */
  readonly beside?: string;
  /** Fresh meta-parameters on the host. */
  init(key: Key): HostOf<Theta>;
  actor(): Actor<Data>;
  /** The parameters of the distributions of actions that the agent has, having adapted, where the data of one task were collected: (N, D). */
  outputs(theta: Theta, data: Data): Tensor;
  /** The mean KL(then || now) from what the agent did when the data were collected to such outputs. Its curvature in theta, where nothing has moved, is that in the outputs, pulled back. */
  drift(now: Tensor, data: Data): Tensor;
  /** The scalar that the outer step makes small, of one task. */
  objective(theta: Theta, data: Data, loss: OuterLoss): Tensor;
}

/** An agent whose parameters' structure is forgotten. */
export type AnyAgent = Agent<Tree<Tensor>, Tree<Tensor>>;

/** Host data of any structure. */
export type HostData = Tree<NdArray>;
