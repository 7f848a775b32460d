import type { Json } from '../../training/index.js';
import type { AgentEntry } from '../catalogue/index.js';
import { estimateOf, type LooseEstimate } from '../estimate.js';
import type { Estimate } from '../test-result.js';

/** Mean returns of one way of acting on the test tasks, round by round, and of each kind of task where there are some. */
export interface Returns extends Estimate {
  readonly bySteps: readonly (Estimate & { readonly steps: number })[];
  /** Of what remembers: the sum over the episodes of a trial. */
  readonly total?: Estimate;
  /** Of a kind of one task alone without intervals. */
  readonly kinds?: Readonly<Record<string, { readonly tasks: number; readonly bySteps: readonly (LooseEstimate & { readonly steps: number })[] }>>;
}

/** What stands beside a run. */
export interface AgentBaseline extends Returns {
  readonly name: string;
  /** Whether it sees what tells the task, so that nobody else can be expected to reach it. */
  readonly informed?: boolean;
  /** The size of the steps of fine-tuning, that did best on validation tasks. */
  readonly learningRate?: number;
  /** What it was trained for, where it was. */
  readonly iterations?: number;
}

/** What `test --json` prints of a run of an agent, and keeps in test.json. */
export interface AgentTestResult extends Returns {
  readonly run: string;
  readonly environment: string;
  readonly algorithm: string;
  readonly adapts: AgentEntry['adapts'];
  /** Steps of adaptation; of what remembers, episodes after the first. */
  readonly steps: number;
  /** Test tasks. */
  readonly episodes: number;
  readonly seed: number;
  readonly split: 'test';
  readonly metric: 'return';
  readonly baselines: readonly AgentBaseline[];
  /** Whether the run is better than each baseline that is not told its task, by more than both intervals; absent without such. */
  readonly beatsBaselines?: boolean;
  readonly summary: string;
}

/** @param returns mean returns `[task][round]`. @param kinds of each task. */
export function returnsOf(returns: readonly (readonly number[])[], kinds: readonly (string | undefined)[], remembers: boolean): Returns {
  const bySteps = byRound(returns).map((each) => ({ ...each, ...sure(each) }));
  const { mean, ci95 } = bySteps[bySteps.length - 1];
  const names = [...new Set(kinds)].filter((kind) => kind !== undefined).sort();
  const of = (kind: string): (readonly number[])[] => returns.filter((_, task) => kinds[task] === kind);
  return {
    mean,
    ci95,
    bySteps,
    ...(remembers && bySteps.length > 1 ? { total: sure(estimateOf(returns.map((rounds) => rounds.reduce((sum, each) => sum + each, 0)))) } : {}),
    ...(names.length > 1 ? { kinds: Object.fromEntries(names.map((kind) => [kind, { tasks: of(kind).length, bySteps: byRound(of(kind)) }])) } : {}),
  };
}

/** What acts alike in all episodes, over a trial of so many of them. */
export function overTrial({ mean, ci95, ...returns }: Returns, episodes: number): Returns {
  return { mean, ci95, ...returns, ...(episodes > 1 ? { total: { mean: mean * episodes, ci95: ci95 * episodes } } : {}) };
}

function byRound(returns: readonly (readonly number[])[]): (LooseEstimate & { readonly steps: number })[] {
  return returns[0].map((_, steps) => ({ steps, ...estimateOf(returns.map((rounds) => rounds[steps])) }));
}

/** Of a whole test, which has two tasks at least. */
function sure({ mean, ci95 = 0 }: LooseEstimate): Estimate {
  return { mean, ci95 };
}

/** What a whole test is judged by: the sum over a trial of what remembers, else the return after the last step. */
export function headOf({ total, mean, ci95 }: Returns): Estimate {
  return total ?? { mean, ci95 };
}

/** JSON of a task, for the titles of families that give none. */
export function toldTask(task: Json): string {
  const text = JSON.stringify(task);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
