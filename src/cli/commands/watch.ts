import { Argument, Command } from 'commander';
import { withInterrupt } from '../interrupt.js';
import { jsonOption, seedOption } from '../options/common.js';
import { pathLike, whole } from '../options/values.js';
import { outputFor } from '../output.js';

interface WatchCommandOptions {
  readonly task: number;
  readonly steps?: number;
  readonly out?: string;
  readonly seed?: number;
  readonly json?: boolean;
}

const about = `
One file of HTML that needs nothing else: an episode before adapting and one after it, side by side, with a slider and the return so far. Environments
that do not say how they look show their rewards added up.

Examples:
  metalearn watch runs/nav2d
  metalearn watch runs/nav2d --task 5 --steps 1 --out five.html`;

export function watchCommand(): Command {
  return new Command('watch')
    .description('see an agent before and after it adapts to a task')
    .addArgument(new Argument('<RUN>', 'the run folder of metalearn train nav2d, or another environment'))
    .option('--task <n>', 'which of the test tasks', whole(1, 10_000), 1)
    .option('--steps <n>', 'steps of adaptation, or episodes after the first (default: as in metalearn test)', whole(0, 1000))
    .option('--out <file>', 'the file to write (default: watch.html in the run folder)', pathLike)
    .addOption(seedOption('the test tasks'))
    .addOption(jsonOption())
    .addHelpText('after', about)
    .action(runWatch);
}

async function runWatch(path: string, { json = false, seed = 0, ...options }: WatchCommandOptions): Promise<void> {
  const { watchRun } = await import('../agents/watch-run.js');
  const output = outputFor(json);
  const watched = await withInterrupt((signal) => watchRun(path, { ...options, seed, output, signal }));
  output.json(watched);
  const told = watched.episodes.map(({ name, return: total, steps, mean }) => `${name}: return ${Number(total.toPrecision(4))} in ${steps} step${steps === 1 ? '' : 's'}, ${Number(mean.toPrecision(4))} in the mean of such episodes`);
  output.say(`${watched.title}\n${told.map((line) => `  ${line}`).join('\n')}\nAnimation: ${watched.file}`);
}
