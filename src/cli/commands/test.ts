import { Argument, Command } from 'commander';
import type { EpisodesResult } from '../episodes-run.js';
import { UsageError } from '../failure.js';
import { withInterrupt } from '../interrupt.js';
import { jsonOption, seedOption, testShiftOption, workersOption } from '../options/common.js';
import { flagOf } from '../options/flag.js';
import { counted, oneOf, whole } from '../options/values.js';
import { outputFor, type Output } from '../output.js';
import type { Settings } from '../settings/index.js';

interface TestCommandOptions {
  readonly episodes?: number;
  readonly protocol?: 'new-users' | 'melu';
  readonly draws?: number;
  readonly episodesDir?: string;
  readonly steps?: number;
  readonly testShift?: number;
  readonly ways?: Settings['ways'];
  readonly shots?: Settings['shots'];
  readonly queries?: number;
  readonly data?: string;
  readonly baselines: boolean;
  readonly probabilities: boolean;
  readonly evidence: boolean;
  readonly workers?: number;
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
(or JPEG). The result goes to episodes.json in the run folder.

Of a run that learned ratings, test users tell 1, 3, 5, 10 and 20 ratings and are asked for others: MAE, RMSE, nDCG, hit rate and coverage of the
learner, beside means, damped biases, popularity, neighbours, matrix factorisation and the pretrained network, each tuned on validation users;
who wins is said by paired differences. Then ways to choose what to ask a new user first are compared by the error after 3, 5 and 10 answers. --protocol melu asks for MeLU's four cells of a run trained with --set protocol=melu; nothing of them
is drawn, so that --queries, --draws and --seed are not for it.

Of an agent, the return after 0, 1, 2, ... steps of adaptation (or of the first, second, ... episode of a trial) is told beside random actions, a policy that was
pretrained on all tasks and is fine-tuned, and an oracle that is told the task; on bandits and MDPs beside conventional players, such as Thompson
sampling and PSRL. What has to be trained for that gets as many iterations as the run had, at most 200, and is kept in the run folder.`;

export function testCommand(): Command {
  return new Command('test')
    .description('measure how a trained learner adapts to tasks it has never seen')
    .addArgument(new Argument('<RUN>', 'the run folder'))
    .option('--episodes <n>', 'test tasks (default: 600; of environments 40)', whole(2, 1_000_000))
    .option('--episodes-dir <dir>', 'fixed episodes of images from disk, in place of tasks that are drawn')
    .option('--steps <n>', 'steps of adaptation (default: 10 on values, 3 on classes, 5 with more than 5 ways, or as the algorithm has it; of agents that remember, episodes after the first)', whole(0, 1000))
    .addOption(testShiftOption('as in training'))
    .option('--ways <n>', 'classes of a task, where others than in training; only what compares, or is made anew for each task, can do with others', counted(2, 1000))
    .option('--shots <n>', 'support examples of each class, or points, where others than in training', counted(1, 1000))
    .option('--queries <n>', 'query examples of each class (default: 15, or as many as there are), or points (default: 100), or ratings asked of a user (default: 10, at least 3)', whole(1, 10_000))
    .option('--protocol <name>', 'of ratings: new-users or melu (default: that of the training)', oneOf(['new-users', 'melu']))
    .option('--draws <n>', "of ratings: how often each user's are drawn into known and asked (default: 1)", whole(1, 1000))
    .option('--data <dir>', 'the folder with the data sets (default: that of the training)')
    .option('--no-baselines', 'leave out the conventional ways')
    .option('--no-probabilities', 'leave out how far probabilities can be trusted, and the threshold for none of the classes')
    .option('--no-evidence', 'of ratings: leave out what to ask new users first')
    .addOption(workersOption())
    .addOption(seedOption('the test tasks'))
    .addOption(jsonOption())
    .addHelpText('after', about)
    .action(runTest);
}

async function runTest(path: string, { json = false, episodesDir, ...options }: TestCommandOptions): Promise<void> {
  const output = outputFor(json);
  const { isAgentRun } = await import('../agents/open-run.js');
  if (await isAgentRun(path)) return testAgent(path, { ...options, episodesDir }, output);
  const { learnedRatings } = await import('../ratings/learned-ratings.js');
  if (await learnedRatings(path)) return testRatings(path, { ...options, episodesDir }, output);
  rejectAny(options, ['protocol', 'draws'], 'is of runs that learned ratings: leave it out.');
  if (episodesDir !== undefined) {
    rejectAny(options, ['episodes', 'ways', 'shots', 'queries', 'data', 'workers', 'seed'], 'is of tasks that are drawn, and with --episodes-dir they lie in a folder: leave it out.');
    const { episodesRun } = await import('../episodes-run.js');
    const result = await withInterrupt((signal) => episodesRun(path, episodesDir, { steps: options.steps, testShift: options.testShift, signal }));
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

async function testAgent(path: string, { episodes = 40, steps, seed = 0, baselines, workers, ...others }: Omit<TestCommandOptions, 'json'>, output: Output): Promise<void> {
  rejectAny(others, ['protocol', 'draws', 'episodesDir', 'ways', 'shots', 'queries', 'data', 'testShift'], 'is of runs that learned from examples, and this one acts in an environment: leave it out.');
  const { testAgentRun } = await import('../agents/test-agent-run.js');
  const { describeAgentTest } = await import('../agents/describe-agent-test.js');
  const result = await withInterrupt((signal) => testAgentRun(path, { episodes, steps, seed, baselines, workers, output, signal }));
  output.json(result);
  output.say(describeAgentTest(result));
}

async function testRatings(path: string, { protocol, draws, queries, steps, data, seed, baselines, evidence, ...others }: Omit<TestCommandOptions, 'json'>, output: Output): Promise<void> {
  rejectAny(others, ['episodes', 'episodesDir', 'ways', 'shots', 'testShift', 'workers'], 'is of other tasks, and this run learned ratings: leave it out. --draws and --queries say what users are asked.');
  const { testRatingsRun } = await import('../ratings/test-ratings-run.js');
  const { describeRatingsTest } = await import('../ratings/describe-ratings-test.js');
  const result = await withInterrupt((signal) => testRatingsRun(path, { protocol, draws, queries, steps, data, seed, baselines, evidence, output, signal }));
  output.json(result);
  output.say(describeRatingsTest(result));
}

/** @throws UsageError where one of the options was said: it means nothing here. */
function rejectAny<Options extends object>(options: Options, names: readonly (keyof Options & string)[], why: string): void {
  const said = names.find((name) => options[name] !== undefined);
  if (said) throw new UsageError(`${flagOf(said)} ${why}`);
}

async function describeEpisodes({ episodes, protocol, inductive, steps, testShift, ...own }: EpisodesResult): Promise<string> {
  const { textTable } = await import('../text-table.js');
  const { formatMeasured } = await import('../report/index.js');
  const { describeCopies } = await import('../test-result.js');
  const percent = { unit: 'percent' } as const;
  const shown = (mean: number, ci95?: number): string => formatMeasured(percent, mean, ci95);
  const rows = episodes.map((each) => [each.name, String(each.ways), String(each.support), String(each.queries), shown(each.accuracy), ...(each.inductive === undefined ? [] : [shown(each.inductive)])]);
  const head = ['episode', 'ways', 'support', 'queries', 'accuracy', ...(inductive ? ['one by one'] : [])];
  const beside = inductive ? `, ${shown(inductive.mean, inductive.ci95)} with each query by itself` : '';
  return `${textTable(head, rows)}\n\nAccuracy ${shown(own.mean, own.ci95)}${steps === 0 ? '' : ` after ${steps} step${steps === 1 ? '' : 's'}`}, ${protocol}${beside}; ${episodes.length} episode${episodes.length === 1 ? '' : 's'}.${testShift === undefined ? '' : ` ${describeCopies(testShift)}.`}`;
}
