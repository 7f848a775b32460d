import { Command } from 'commander';
import { withInterrupt } from '../interrupt.js';
import { jsonOption, seedOption, workersOption } from '../options/common.js';
import { addSettingOptions, askedOf, type SettingOptions } from '../options/settings.js';
import { duration, names, pathLike, whole } from '../options/values.js';
import { outputFor } from '../output.js';

interface CompareCommandOptions extends SettingOptions {
  readonly algorithms: readonly string[];
  readonly task: string;
  readonly time: number;
  readonly episodes: number;
  readonly workers?: number;
  readonly out?: string;
  readonly baselines: boolean;
  readonly seed?: number;
  readonly json?: boolean;
}

const about = `
Each algorithm trains for --time, one after the other, each in a run folder of its own in --out, and is tested on the same tasks. How many
iterations fit into the time is measured first, by a short trial that is thrown away: a rate that falls over the iterations ends with them; without
one, training goes on until the time is up. Beside them stand the conventional ways: no meta-training; one model pretrained for as long on all
training tasks pooled, then fine-tuned, all of it or its last layer only; and the nearest class mean.

The table has the mean and its 95 % interval, the time of training, iterations, the time that adapting to a task takes, the peak memory of all
processes, and how many parameters there are and adapt. report.html in --out has it with plots; published numbers stand beside where there are any.

The same command goes on where it was stopped: what is finished is not done again, and algorithms may be added. An option that only some of the
algorithms have is given to these; --set ALGORITHM.NAME=VALUE is for one.

Examples:
  metalearn compare --algorithms maml,proto-net,reptile --task omniglot --time 5m
  metalearn compare --algorithms all --task sinusoid --time 30s --set maml.innerSteps=5`;

export function compareCommand(): Command {
  const command = new Command('compare')
    .description('train and test several algorithms on equal terms, in one table')
    .requiredOption('--algorithms <names>', 'names, separated by commas; or all that fit the task', names)
    .requiredOption('--task <task>', 'as TASK of metalearn train')
    .requiredOption('--time <duration>', 'training time of each: 90s, 10m, 1h, ...', duration)
    .option('--out <dir>', 'the folder of the comparison (default: runs/compare-TASK-...)', pathLike)
    .option('--episodes <n>', 'test tasks', whole(2, 1_000_000), 600)
    .option('--no-baselines', 'leave out the conventional ways')
    .addOption(workersOption('that of the cell'));
  return addSettingOptions(command)
    .addOption(seedOption('initial parameters, the tasks of training and of the test'))
    .addOption(jsonOption())
    .addHelpText('after', about)
    .action(runCompare);
}

async function runCompare({ algorithms, task: written, time, episodes, workers, out, baselines, seed = 0, json = false, ...options }: CompareCommandOptions): Promise<void> {
  const asked = askedOf(options);
  const { compare, present } = await import('../compare/index.js');
  const output = outputFor(json);
  const wishes = { asked, algorithms, time, seed, episodes, workers, out, baselines };
  const result = await withInterrupt((signal) => compare(written, wishes, output, signal));
  output.json(result);
  output.say(present(result));
  const { failed } = result;
  if (failed.length > 0) throw new Error(`${failed.map(({ name }) => name).join(' and ')} could not be finished; the same command tries again.`);
}
