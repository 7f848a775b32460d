import { legend, lineChart, type Tone } from './line-chart.js';
import { figure, table, type Section } from './page.js';

/** What is measured on the query sets, and which way is better. */
export interface Metric {
  readonly name: string;
  /** 'percent' shows 0.982 as 98.2%. */
  readonly unit: 'percent' | 'number';
  readonly better: 'higher' | 'lower';
}

/** How well one way does after each number of adaptation steps: the mean over tasks and the half width of its 95% interval. */
export interface AdaptationCurve {
  readonly name: string;
  readonly tone: Tone;
  readonly steps: readonly number[];
  readonly mean: readonly number[];
  readonly ci95: readonly number[];
}

/** `0.592 ± 0.040`, or `98.2 ± 0.3 %` where the metric is shown in percent; `no number` of a learner that diverged, and no interval where there is none. */
export function formatMeasured({ unit }: Pick<Metric, 'unit'>, mean: number, ci95?: number): string {
  if (!Number.isFinite(mean)) return 'no number';
  const factor = unit === 'percent' ? 100 : 1;
  const size = Math.abs(mean * factor);
  const decimals = unit === 'percent' ? 1 : size < 1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0;
  // Of a learner on its way to no number.
  const show = (value: number): string => (Math.abs(value * factor) < 1e6 ? (value * factor).toFixed(decimals) : (value * factor).toExponential(2));
  return `${show(mean)}${Number.isFinite(ci95) ? ` ± ${show(ci95!)}` : ''}${unit === 'percent' ? ' %' : ''}`;
}

/** The score of one task with three digits. */
export function formatScore(score: number): string {
  return Number.isFinite(score) ? score.toPrecision(3) : 'no number';
}

/** A chart of the metric by step, one line for each way, and the same as a table. The first curve is the report's own. */
export function adaptationSection(heading: string, text: string, metric: Metric, curves: readonly AdaptationCurve[]): Section {
  const scale = metric.unit === 'percent' ? 100 : 1;
  const series = curves.map(({ name, tone, steps, mean, ci95 }) => ({
    name,
    tone,
    points: steps.map((step, i) => [step, mean[i] * scale] as const),
    margin: ci95.map((half) => half * scale),
    marks: 'both' as const,
  }));
  const label = metric.unit === 'percent' ? `${metric.name}, %` : metric.name;
  const chart = lineChart({
    name: `${metric.name} by adaptation steps`,
    x: { label: 'adaptation steps on the support set', whole: true },
    y: { label, log: metric.unit === 'number' && spread(curves) > 20 },
    series,
    width: 720,
    height: 300,
  });
  const steps = tabulated([...new Set(curves.flatMap((curve) => curve.steps))].sort((a, b) => a - b));
  const rows = curves.map((curve) => [curve.name, ...steps.map((step) => cell(metric, curve, step))]);
  const head = ['', ...steps.map((step) => (step === 0 ? 'before adapting' : step === 1 ? 'after 1 step' : `${step} steps`))];
  const caption = `${capitalised(metric.name)} on query examples, which no adaptation saw: ${metric.better} is better. Shaded: 95% intervals.`;
  return {
    heading,
    text,
    body: [figure(caption, legend(series), chart), table(head, rows, 0)],
  };
}

/** At most five columns: the first steps, the fifth and the last. */
function tabulated(steps: readonly number[]): readonly number[] {
  if (steps.length <= 5) return steps;
  const last = steps[steps.length - 1];
  return steps.filter((step, index) => index < 3 || step === 5 || step === last);
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function cell(metric: Metric, { steps, mean, ci95 }: AdaptationCurve, step: number): string {
  const index = steps.indexOf(step);
  return index < 0 ? '' : formatMeasured(metric, mean[index], ci95[index]);
}

function spread(curves: readonly AdaptationCurve[]): number {
  const means = curves.flatMap((curve) => curve.mean).filter((value) => value > 0 && Number.isFinite(value));
  return Math.max(...means) / Math.min(...means);
}
