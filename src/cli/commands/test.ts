import { Argument, Command } from 'commander';
import { withInterrupt } from '../interrupt.js';
import { jsonOption, seedOption } from '../options/common.js';
import { whole } from '../options/values.js';
import { outputFor } from '../output.js';
import type { TestResult } from '../test-result.js';

interface TestCommandOptions {
  readonly episodes: number;
  readonly steps?: number;
  readonly queries?: number;
  readonly data?: string;
  readonly baselines: boolean;
  readonly seed?: number;
  readonly json?: boolean;
}

const about = `
The parameters tested are those that did best in validation. Beside them stand the conventional ways with the same network: no
meta-training at all, and one model pretrained on all training tasks pooled (once; kept in the run folder) and then fine-tuned, all of it
or, on classes, its last layer only; each by the step size that does best on validation tasks. On classes also the nearest class mean, of
raw inputs and of pretrained features.

Batch statistics come from the query set (transductive), as in the papers; where it makes a difference, figures for one query at a
time (inductive) stand beside. The result also goes to test.json and report.html in the run folder.`;

export function testCommand(): Command {
  return new Command('test')
    .description('measure how a trained learner adapts to tasks it has never seen')
    .addArgument(new Argument('<RUN>', 'the run folder'))
    .option('--episodes <n>', 'test tasks', whole(2, 1_000_000), 600)
    .option('--steps <n>', 'steps of adaptation (default: 10 on values, 3 on classes, 5 with more than 5 ways)', whole(0, 1000))
    .option('--queries <n>', 'query examples of each class (default: 15, or as many as there are), or points of a sinusoid (default: 100)', whole(1, 10_000))
    .option('--data <dir>', 'the folder with the data sets (default: that of the training)')
    .option('--no-baselines', 'leave out the conventional ways')
    .addOption(seedOption('the test tasks'))
    .addOption(jsonOption())
    .addHelpText('after', about)
    .action(runTest);
}

async function runTest(path: string, { json = false, seed = 0, ...options }: TestCommandOptions): Promise<void> {
  const { testRun } = await import('../test-run.js');
  const output = outputFor(json);
  const result = await withInterrupt((signal) => testRun(path, { ...options, seed, output, signal }));
  output.json(result);
  output.say(await describe(result));
}

async function describe(result: TestResult & { report: string }): Promise<string> {
  const { formatMeasured, metricOfResult, curvesOf, textTable } = await presentation();
  const metric = metricOfResult(result);
  const last = result.steps;
  const shown = result.bySteps.map(({ steps }) => steps).filter((steps) => steps <= 1 || steps === last || steps === 5);
  const rows = curvesOf(result).map(({ name, steps, mean, ci95 }) => [name, ...shown.map((step) => steps.indexOf(step)).map((at) => (at < 0 ? '' : formatMeasured(metric, mean[at], ci95[at])))]);
  const head = [metric.name, ...shown.map((steps) => (steps === 0 ? 'before adapting' : `${steps} step${steps === 1 ? '' : 's'}`))];
  return [textTable(head, rows), '', result.summary, `Report: ${result.report}`].join('\n');
}

async function presentation() {
  const [report, metric, results, tables] = await Promise.all([import('../report/index.js'), import('../metric.js'), import('../test-result.js'), import('../text-table.js')]);
  const metricOfResult = ({ metric: name }: TestResult) => metric.metricOf(name === 'accuracy' ? { kind: 'classes', ways: 0 } : { kind: 'values', outputs: 0 });
  return { formatMeasured: report.formatMeasured, curvesOf: results.curvesOf, textTable: tables.textTable, metricOfResult };
}
