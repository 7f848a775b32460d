import { Argument, Command, Option } from 'commander';
import { withInterrupt } from '../interrupt.js';
import { jsonOption, seedOption } from '../options/common.js';
import { quoted } from '../options/quoted.js';
import { addSettingOptions, askedOf, settingWords, type SettingOptions } from '../options/settings.js';
import { duration, oneOf, pathLike, whole } from '../options/values.js';
import { outputFor } from '../output.js';
import type { Tuning } from '../tune/index.js';

interface TuneCommandOptions extends SettingOptions {
  readonly trials: number;
  readonly time: number;
  readonly method: 'random' | 'halving';
  readonly episodes: number;
  readonly workers?: number;
  readonly out?: string;
  readonly seed?: number;
  readonly json?: boolean;
}

const about = `
Searched for are the outer learning rate and, where the algorithm has them, the inner learning rate (both from a tenth of the usual to ten
times it) and the inner steps. What is given as an option is not searched for. The first trial has the usual values.

--time is that of all trials together. random gives each as much; halving trains all for a short while, then the best third for longer, and so on.
Trials are measured on validation tasks, which no test sees. The same command goes on where it was stopped.

Example:
  metalearn tune omniglot --algorithm reptile --trials 9 --time 30m --method halving`;

export function tuneCommand(): Command {
  const command = new Command('tune')
    .description('search for learning rates and inner steps on validation tasks')
    .addArgument(new Argument('<TASK>', 'as for metalearn train'))
    .option('--algorithm <name>', 'the meta-learning algorithm: see metalearn algorithms (default: that of the task, mostly maml)')
    .requiredOption('--time <duration>', 'training time of all trials together: 90s, 10m, 1h, ...', duration)
    .option('--trials <n>', 'how many settings to try', whole(1, 10_000), 12)
    .addOption(new Option('--method <name>', 'random or halving').argParser(oneOf(['random', 'halving'])).default('random'))
    .option('--episodes <n>', 'validation tasks that a trial is measured on', whole(2, 100_000), 200)
    .option('--out <dir>', 'the folder of the search (default: runs/tune-TASK-...)', pathLike)
    .option('--workers <n>', 'processes to compute in; 0 is this one (default: one for each core, at most 8)', whole(0, 256));
  return addSettingOptions(command)
    .addOption(seedOption('what is tried, initial parameters and tasks'))
    .addOption(jsonOption())
    .addHelpText('after', about)
    .action(runTune);
}

async function runTune(written: string, { trials, time, method, episodes, workers, out, seed = 0, json = false, ...options }: TuneCommandOptions): Promise<void> {
  const asked = askedOf(options);
  const { tune, trialTable } = await import('../tune/index.js');
  const { textTable } = await import('../text-table.js');
  const output = outputFor(json);
  const tuning = await withInterrupt((signal) => tune(written, { asked, trials, time, method, episodes, workers, out, seed }, output, signal));
  const command = commandOf(written, options, tuning);
  output.json({ ...tuning, ...(command === undefined ? {} : { command }) });
  const { head, rows } = trialTable(tuning);
  output.say(`${textTable(head, rows)}\n\n${command === undefined ? 'No trial came to a number.' : `The best: ${command}`}\nReport: ${tuning.report}`);
}

/** The command line that trains with the best values. */
function commandOf(written: string, options: SettingOptions, { best, seed }: Tuning): string | undefined {
  if (best === undefined) return undefined;
  const { outerLearningRate, innerLearningRate, innerSteps } = best;
  const found = settingWords({ outerLr: outerLearningRate, innerLr: innerLearningRate, innerSteps });
  return ['metalearn', 'train', written, ...settingWords(options), ...found, ...(seed === 0 ? [] : ['--seed', `${seed}`])].map(quoted).join(' ');
}
