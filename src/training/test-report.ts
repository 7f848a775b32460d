import type { Split } from '../tasks/index.js';
import { scoreOf, type Score } from './score.js';
import type { Protocol, MetricName } from './test-program.js';

/** One score for each number of inner steps of `measuredAfter`. */
export interface Scores {
  /** Batch statistics saw the query set. */
  readonly transductive?: readonly Score[];
  /** Batch statistics are those of the support set. */
  readonly inductive?: readonly Score[];
}

export interface TestReport extends Scores {
  readonly family: string;
  readonly algorithm: string;
  readonly split: Split;
  readonly metric: MetricName;
  readonly better: 'higher' | 'lower';
  readonly episodes: number;
  readonly steps: number;
  /** The numbers of inner steps that the scores belong to; the last is `steps`. */
  readonly measuredAfter: readonly number[];
  readonly seed: number;
  readonly learningRate?: number;
  /** Whether the learner normalises by batch statistics. Where not, the two protocols are one and have the same scores. */
  readonly batchStatistics: boolean;
  /** The scores of each kind of task by itself, where the family has several; a kind's episodes are as many as its scores have values. */
  readonly kinds?: Readonly<Record<string, Scores>>;
}

/** A report of both protocols. */
export type FullReport = TestReport & Required<Scores>;

/** Of each episode, the metric after each number of inner steps; empty for a protocol that was not measured. */
export type Curves = Readonly<Record<'transductive' | 'inductive', readonly (readonly number[])[]>>;

/** Scores of the protocols that were asked for. Where only `transductive` was measured for both, they are one. */
export function scoresOf({ transductive, inductive }: Curves, protocol: Protocol): Scores {
  const [seen, unseen] = [transductive, inductive].map((curves) => curves[0]?.map((_, step) => scoreOf(curves.map((curve) => curve[step]))));
  return { ...(protocol !== 'inductive' ? { transductive: seen } : {}), ...(protocol !== 'transductive' ? { inductive: unseen ?? seen } : {}) };
}

/** The same for each kind, where `kinds` tells that of each episode. */
export function scoresByKind(curves: Curves, protocol: Protocol, kinds: readonly string[]): Record<string, Scores> {
  const ofKind = (kind: string): Scores => {
    const chosen = (all: Curves['inductive']) => all.filter((_, episode) => kinds[episode] === kind);
    return scoresOf({ transductive: chosen(curves.transductive), inductive: chosen(curves.inductive) }, protocol);
  };
  return Object.fromEntries([...new Set(kinds)].sort().map((kind) => [kind, ofKind(kind)]));
}
