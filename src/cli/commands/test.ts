import { Argument, Command } from 'commander';
import type { EpisodesResult } from '../episodes-run.js';
import { UsageError } from '../failure.js';
import { withInterrupt } from '../interrupt.js';
import { jsonOption, seedOption } from '../options/common.js';
import { counted, whole } from '../options/values.js';
import { outputFor } from '../output.js';
import type { Settings } from '../settings/index.js';

interface TestCommandOptions {
  readonly episodes?: number;
  readonly episodesDir?: string;
  readonly steps?: number;
  readonly ways?: Settings['ways'];
  readonly shots?: Settings['shots'];
  readonly queries?: number;
  readonly data?: string;
  readonly baselines: boolean;
  readonly probabilities: boolean;
  readonly seed?: number;
  readonly json?: boolean;
}

const about = `
The parameters tested are those that did best in validation. Beside them stand the conventional ways with the same network: no
meta-training at all, and one model pretrained on all training tasks pooled (once; kept in the run folder) and then fine-tuned, all of it
or, on classes, its last layer only; each by the step size that does best on validation tasks. On classes also the nearest class mean, of
raw inputs and of pretrained features.

Probabilities are calibrated on validation tasks by a temperature, and a threshold is set for queries of none of the classes; both are then
measured on test tasks, each query by itself.

Batch statistics come from the query set (transductive), as in the papers; where it makes a difference, figures for one query at a
time (inductive) stand beside. The result also goes to test.json and report.html in the run folder.

With --episodes-dir the tasks are those of a folder, of any ways and shots: DIR/EPISODE/support/CLASS/*.png and DIR/EPISODE/query/CLASS/*.png
(or JPEG). The result goes to episodes.json in the run folder.`;

export function testCommand(): Command {
  return new Command('test')
    .description('measure how a trained learner adapts to tasks it has never seen')
    .addArgument(new Argument('<RUN>', 'the run folder'))
    .option('--episodes <n>', 'test tasks (default: 600)', whole(2, 1_000_000))
    .option('--episodes-dir <dir>', 'fixed episodes of images from disk, in place of tasks that are drawn')
    .option('--steps <n>', 'steps of adaptation (default: 10 on values, 3 on classes, 5 with more than 5 ways, or as the algorithm has it)', whole(0, 1000))
    .option('--ways <n>', 'classes of a task, where others than in training; only what compares, or is made anew for each task, can do with others', counted(2, 1000))
    .option('--shots <n>', 'support examples of each class, or points, where others than in training', counted(1, 1000))
    .option('--queries <n>', 'query examples of each class (default: 15, or as many as there are), or points (default: 100)', whole(1, 10_000))
    .option('--data <dir>', 'the folder with the data sets (default: that of the training)')
    .option('--no-baselines', 'leave out the conventional ways')
    .option('--no-probabilities', 'leave out how far probabilities can be trusted, and the threshold for none of the classes')
    .addOption(seedOption('the test tasks'))
    .addOption(jsonOption())
    .addHelpText('after', about)
    .action(runTest);
}

async function runTest(path: string, { json = false, episodesDir, ...options }: TestCommandOptions): Promise<void> {
  const output = outputFor(json);
  if (episodesDir !== undefined) {
    const drawn = (['episodes', 'ways', 'shots', 'queries', 'data', 'seed'] as const).find((name) => options[name] !== undefined);
    if (drawn) throw new UsageError(`--${drawn} is of tasks that are drawn, and with --episodes-dir they lie in a folder: leave it out.`);
    const { episodesRun } = await import('../episodes-run.js');
    const result = await withInterrupt((signal) => episodesRun(path, episodesDir, { steps: options.steps, signal }));
    output.json(result);
    output.say(await describeEpisodes(result));
    return;
  }
  // One after the other: loaded at once, modules that share others may not be found.
  const { testRun } = await import('../test-run.js');
  const { describeTest } = await import('../describe-test.js');
  const { episodes = 600, seed = 0 } = options;
  const result = await withInterrupt((signal) => testRun(path, { ...options, episodes, seed, output, signal }));
  output.json(result);
  output.say(describeTest(result));
}

async function describeEpisodes({ episodes, protocol, inductive, steps, ...own }: EpisodesResult): Promise<string> {
  const { textTable } = await import('../text-table.js');
  const { formatMeasured } = await import('../report/index.js');
  const percent = { unit: 'percent' } as const;
  const shown = (mean: number, ci95?: number): string => formatMeasured(percent, mean, ci95);
  const rows = episodes.map((each) => [each.name, String(each.ways), String(each.support), String(each.queries), shown(each.accuracy), ...(each.inductive === undefined ? [] : [shown(each.inductive)])]);
  const head = ['episode', 'ways', 'support', 'queries', 'accuracy', ...(inductive ? ['one by one'] : [])];
  const beside = inductive ? `, ${shown(inductive.mean, inductive.ci95)} with each query by itself` : '';
  return `${textTable(head, rows)}\n\nAccuracy ${shown(own.mean, own.ci95)}${steps === 0 ? '' : ` after ${steps} step${steps === 1 ? '' : 's'}`}, ${protocol}${beside}; ${episodes.length} episode${episodes.length === 1 ? '' : 's'}.`;
}
