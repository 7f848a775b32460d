import { kindsOf } from './kinds.js';
import { metricFor } from './metric.js';
import { describeProbabilities } from './probabilities.js';
import { formatMeasured, type Metric } from './report/index.js';
import { describeUnit } from './target-unit.js';
import { curvesOf, describeShift, type TestResult } from './test-result.js';
import { textTable } from './text-table.js';

/** A test result for people: each way before and after steps, each kind of task, and a sentence. */
export function describeTest(result: TestResult & { readonly report: string }): string {
  const { head, rows } = testRows(result);
  const told = [result.summary, describeUnit(result), describeShift(result), result.probabilities && describeProbabilities(result.probabilities), `Report: ${result.report}`];
  return [textTable(head, rows), '', ...tellKinds(metricFor(result.metric), result), ...told.filter((sentence) => sentence !== undefined)].join('\n');
}

/** Each way as a row, before adapting and after some steps. */
export function testRows(result: Pick<TestResult, 'metric' | 'algorithm' | 'inductive' | 'baselines' | 'bySteps'>): { readonly head: string[]; readonly rows: string[][] } {
  const metric = metricFor(result.metric);
  const curves = curvesOf(result);
  const last = Math.max(...curves.flatMap(({ steps }) => steps));
  const shown = [...new Set(curves.flatMap(({ steps }) => steps))].sort((a, b) => a - b).filter((steps) => steps <= 1 || steps === 5 || steps === last);
  const rows = curves.map(({ name, steps, mean, ci95 }) => [
    name,
    ...shown.map((step) => steps.indexOf(step)).map((at) => (at < 0 ? '' : formatMeasured(metric, mean[at], ci95[at]))),
  ]);
  // What adapts in one go has no steps to count.
  const head = [metric.name, ...shown.map((step) => (step === last && curves.some(({ steps }) => steps.length === 1) ? 'adapted' : step === 0 ? 'before adapting' : `${step} step${step === 1 ? '' : 's'}`))];
  return { head, rows };
}

/** The kinds of tasks, where there are several. */
function tellKinds(metric: Metric, result: TestResult): string[] {
  const kinds = kindsOf(metric, result);
  return kinds ? [textTable(kinds.head, kinds.rows), '', kinds.summary] : [];
}
