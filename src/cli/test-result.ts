import type { Count } from '../tasks/index.js';
import type { TestReport, MetricName } from '../training/index.js';
import { isBetter } from './baselines.js';
import { isClearlyBetter } from './clearly-better.js';
import type { Probabilities } from './probabilities.js';
import { capitalised, formatMeasured, type AdaptationCurve, type Metric } from './report/index.js';
import type { TargetUnit } from './target-unit.js';

/** A mean over the test tasks and half the width of its 95% interval. */
export interface Estimate {
  readonly mean: number;
  readonly ci95: number;
}

/** How one way did: after the last step, and after each; and on each kind of task, where there are several. */
export interface Measured extends Estimate {
  readonly bySteps: readonly (Estimate & { readonly steps: number })[];
  readonly kinds?: Readonly<Record<string, Estimate & { readonly episodes: number }>>;
}

/** A conventional way beside the run. */
export interface BaselineResult extends Measured {
  readonly name: string;
  /** The step size that did best on validation tasks; absent where there are no steps. */
  readonly learningRate?: number;
}

/** What `test --json` prints. The head line is transductive where batch statistics make a difference, as in the papers. */
export interface TestResult extends Measured {
  readonly run: string;
  readonly task: string;
  readonly algorithm: string;
  readonly ways?: Count;
  readonly shots: Count;
  readonly queries: number;
  readonly steps: number;
  /** Pixels that copies of images were shifted by, for all ways alike, where there were some. */
  readonly testShift?: number;
  readonly episodes: number;
  readonly seed: number;
  readonly split: 'test';
  readonly protocol: 'transductive' | 'inductive';
  readonly metric: MetricName;
  /** The unit of the errors, where targets are those of a table, standardised. */
  readonly targetUnit?: TargetUnit;
  /** With batch statistics of the support set only, where that differs. */
  readonly inductive?: Measured;
  readonly baselines: readonly BaselineResult[];
  /** The test tasks that it did worst on, the worst first: their numbers, from 1, among those of the seed. */
  readonly hardest?: readonly { readonly task: number; readonly score: number }[];
  /** Whether the run is better than each baseline by more than both intervals; absent without baselines. */
  readonly beatsBaselines?: boolean;
  /** The same in a sentence. */
  readonly summary: string;
  /** How far the probabilities of its classes can be trusted. */
  readonly probabilities?: Probabilities;
}

export function measuredOf({ measuredAfter, kinds, ...report }: Pick<TestReport, 'measuredAfter' | 'kinds' | 'transductive' | 'inductive'>, protocol: 'transductive' | 'inductive'): Measured {
  const scores = report[protocol]!;
  const bySteps = scores.map(({ mean, ci95 }, i) => ({ steps: measuredAfter[i], mean, ci95 }));
  const byKind = Object.entries(kinds ?? {}).map(([kind, own]) => {
    const { mean, ci95, values } = own[protocol]!.at(-1)!;
    return [kind, { mean, ci95, episodes: values.length }] as const;
  });
  const { mean, ci95 } = scores[scores.length - 1];
  return { mean, ci95, bySteps, ...(byKind.length > 0 ? { kinds: Object.fromEntries(byKind) } : {}) };
}

export type Outcome = Pick<TestResult, 'protocol' | 'metric' | keyof Measured | 'inductive' | 'baselines' | 'beatsBaselines' | 'summary'>;

/** What a report and its baselines come to, in figures and in a sentence. */
export function outcomeOf(report: TestReport, metric: Metric, steps: number, baselines: readonly BaselineResult[]): Outcome {
  const own = measuredOf(report, 'transductive');
  return {
    protocol: report.batchStatistics ? 'transductive' : 'inductive',
    metric: report.metric,
    ...own,
    ...(report.batchStatistics ? { inductive: measuredOf(report, 'inductive') } : {}),
    baselines,
    ...verdict(metric, steps, own, baselines),
  };
}

/** Compares a run with the baselines, in figures and in a sentence. Without baselines there is nothing to beat. */
export function verdict(metric: Metric, steps: number, own: Estimate, baselines: readonly BaselineResult[]): Pick<TestResult, 'beatsBaselines' | 'summary'> {
  const said = `${metric.name} ${formatMeasured(metric, own.mean, own.ci95)}${steps === 0 ? '' : ` after ${steps} step${steps === 1 ? '' : 's'}`} on tasks never seen in training`;
  const sentence = capitalised(said);
  if (baselines.length === 0) return { summary: `${sentence}.` };
  const best = baselines.reduce((found, each) => (isBetter(metric, each.mean, found.mean) ? each : found));
  const better = isBetter(metric, own.mean, best.mean);
  const apart = baselines.every((each) => isClearlyBetter(metric, own, each));
  const judged = !better ? ' It does not beat them.' : apart ? '' : ' The intervals overlap.';
  const beside = `${formatMeasured(metric, best.mean, best.ci95)} for the ${baselines.length > 2 ? 'best' : 'better'} of the conventional ways (${best.name})`;
  return { beatsBaselines: apart, summary: `${sentence}, ${beside}.${judged}` };
}

const shownTasks = 10;

/** The tasks with the worst scores after the last step; a score that is no number is the worst. */
export function hardestOf({ transductive, better }: Pick<TestReport, 'transductive' | 'better'>): NonNullable<TestResult['hardest']> {
  const scores = Array.from(transductive!.at(-1)!.values, (score, i) => ({ task: i + 1, score }));
  return scores.sort((a, b) => (isBetter({ better }, b.score, a.score) ? -1 : isBetter({ better }, a.score, b.score) ? 1 : a.task - b.task)).slice(0, shownTasks);
}

const tones = ['pretrained', 'untrained', 'second', 'third', 'fourth'] as const;

/** The run and what stands beside it as curves of a report. What adapts in one go stands where the others have taken their last step. */
export function curvesOf({ algorithm, inductive, baselines, ...own }: Pick<TestResult, 'algorithm' | 'inductive' | 'baselines' | 'bySteps'>): AdaptationCurve[] {
  const last = Math.max(...[own, ...baselines].flatMap(({ bySteps }) => bySteps.map(({ steps }) => steps)));
  const curve = (name: string, tone: AdaptationCurve['tone'], { bySteps }: Pick<Measured, 'bySteps'>): AdaptationCurve => ({
    name,
    tone,
    steps: bySteps.length === 1 ? [last] : bySteps.map(({ steps }) => steps),
    mean: bySteps.map(({ mean }) => mean),
    ci95: bySteps.map(({ ci95 }) => ci95),
  });
  return [
    curve(`meta-trained (${algorithm})`, 'own', own),
    ...(inductive ? [curve('the same, one query at a time', 'extra', inductive)] : []),
    ...baselines.map((each, index) => curve(each.name, tones[index % tones.length], each)),
  ];
}

/** A sentence on copies of images, where a test saw some. */
export function describeShift({ testShift }: Pick<TestResult, 'testShift'>): string | undefined {
  return testShift === undefined ? undefined : `${describeCopies(testShift)}, in all ways alike.`;
}

/** The same without a full stop, as it is true without other ways beside. */
export function describeCopies(shift: number): string {
  return `Test-time augmentation: tasks are also learned and predicted from copies of the images, shifted by ${shift} pixel${shift === 1 ? '' : 's'}`;
}
