import { dirname, resolve } from 'node:path';
import { Argument, Command } from 'commander';
import type { Board } from '../board/serve-board.js';
import { withInterrupt } from '../interrupt.js';
import { jsonOption, seedOption, workersOption } from '../options/common.js';
import { addSettingOptions, askedOf, type SettingOptions } from '../options/settings.js';
import { duration, pathLike, whole } from '../options/values.js';
import { outputFor, type Output } from '../output.js';

/** The options as commander gives them. */
export interface TrainCommandOptions extends SettingOptions {
  readonly time?: number;
  readonly workers?: number;
  readonly chunkSize?: number;
  readonly out?: string;
  readonly resume?: boolean;
  readonly seed?: number;
  readonly json?: boolean;
  readonly open?: boolean;
}

const about = `
metalearn tasks lists what TASK may be, metalearn algorithms what --algorithm may be; with a name after it, they list the options of that
one, which are given as --set NAME=VALUE (some also have a word of their own, such as --inner-lr), and their defaults. What is not said is as in
the paper of the algorithm, where it has the task.

The run folder holds config.json, metrics.jsonl, checkpoint.safetensors, best.safetensors (the parameters that did best on validation
tasks) and report.html. Ctrl-C saves and stops; --resume goes on to the same bits as if nothing had happened.

Examples:
  metalearn train omniglot --ways 20 --time 30m
  metalearn train omniglot --algorithm proto-net --train-ways 60 --queries 5
  metalearn train sinusoid --first-order --inner-steps 5
  metalearn train sinusoid --inner-steps 5 --chunk-size 13
  metalearn train nav2d --algorithm maml-trpo --time 10m
  metalearn train bandit --set arms=5 --set pulls=100
  metalearn train images:photos --size 32 --network conv4-max --channels 32`;

export function trainCommand(): Command {
  const command = new Command('train')
    .description('meta-train a learner on the tasks of a family, or an agent in environments')
    .addArgument(new Argument('<TASK>', 'sinusoid, omniglot, images:DIR, nav2d, environment:FILE, ...: see metalearn tasks'))
    .option('--algorithm <name>', 'the meta-learning algorithm: see metalearn algorithms (default: that of the task, mostly maml; of environments maml-trpo or rl2)');
  return addSettingOptions(command)
    .option('--time <duration>', 'stop after 90s, 30m, 2h, ... and save, unless the iterations end before; what falls over the iterations falls over this time', duration)
    .addOption(workersOption())
    .option('--chunk-size <tasks>', 'tasks of an iteration that a process does at a time; it is part of what fixes the result (default: by the sizes of task and network; those of small networks are all done at once)', whole(1))
    .option('--out <dir>', 'the run folder (default: runs/TASK-...)', pathLike)
    .option('--open', 'watch it in the browser: serves the board of the folder in which the run lies, for as long as it trains')
    .option('--resume', 'go on with the run in the run folder')
    .addOption(seedOption('initial parameters and the tasks of training'))
    .addOption(jsonOption())
    .addHelpText('after', about)
    .action(runTrain);
}

async function runTrain(name: string, { time, workers, chunkSize, out, resume, seed, json = false, open = false, ...options }: TrainCommandOptions): Promise<void> {
  const wishes = { ...askedOf(options), time, workers, chunkSize, out, resume, seed };
  const { isEnvironment } = await import('../catalogue/index.js');
  const output = outputFor(json);
  // One after the other: loaded at once, modules that share others may not be found.
  const train = isEnvironment(name) ? (await import('../agents/train-agent-run.js')).trainAgentRun : (await import('../train-run.js')).trainRun;
  const board = open ? await boardBeside(out, output) : undefined;
  try {
    output.json(await withInterrupt((signal) => train(name, wishes, output, signal)));
  } finally {
    await board?.close();
  }
}

/** The board of the folder in which the run will lie, opened in the browser. */
async function boardBeside(out: string | undefined, output: Output): Promise<Board> {
  const { openBoard, openInBrowser } = await import('../board/serve-board.js');
  const board = await openBoard(out === undefined ? 'runs' : dirname(resolve(out)));
  output.warn(`Watch it at ${board.url} while it trains; afterwards: metalearn board.`);
  openInBrowser(board.url);
  return board;
}
