import { Argument, Command, Option } from 'commander';
import { withInterrupt } from '../interrupt.js';
import { jsonOption, seedOption } from '../options/common.js';
import { duration, oneOf, positiveNumber, whole } from '../options/values.js';
import { outputFor } from '../output.js';
import { algorithmNames, parseTask, type Asked } from '../settings.js';

/** The options as commander gives them. */
export interface TrainOptions extends Asked {
  readonly innerLr?: number;
  readonly time?: number;
  readonly workers?: number;
  readonly out?: string;
  readonly resume?: boolean;
  readonly seed?: number;
  readonly json?: boolean;
}

const about = `
TASK is one of:
  sinusoid     regression on sine waves; needs no files
  glyphs       few-shot classification of drawn characters; needs no files
  omniglot     few-shot classification of 1623 handwritten characters; needs --data or METALEARN_DATA
  images:DIR   your own images, one folder of PNG or JPEG files for each class

Defaults by task:
               ways  shots  queries  inner-steps  inner-lr  meta-batch  iterations
  sinusoid      -     5      10       1            0.01      25          70000
  glyphs        5     1      1        1            0.4       32          3000
  omniglot      5     1      1        1            0.4       32          60000
  images:DIR    5     1      1        1            0.4       32          3000
With more than 5 ways: 5 inner steps of 0.1, a meta-batch of 16.

The run folder holds config.json, metrics.jsonl, checkpoint.safetensors, best.safetensors (the parameters that did best on validation
tasks) and report.html. Ctrl-C saves and stops; --resume goes on to the same bits as if nothing had happened.`;

export function trainCommand(): Command {
  return new Command('train')
    .description('meta-train a learner on the tasks of a family')
    .addArgument(new Argument('<TASK>', 'sinusoid, glyphs, omniglot or images:DIR'))
    .addOption(new Option('--algorithm <name>', 'the meta-learning algorithm').argParser(oneOf(algorithmNames)))
    .option('--ways <n>', 'classes of a task', whole(2, 1000))
    .option('--shots <n>', 'support examples of each class, or points of a sinusoid', whole(1, 1000))
    .option('--queries <n>', 'query examples of each class in training, or points of a sinusoid', whole(1, 1000))
    .addOption(new Option('--split <name>', 'of omniglot: usual (1200 characters for training) or background (the official one)').argParser(oneOf(['usual', 'background'])))
    .option('--size <n>', 'of images:DIR: height and width in pixels to resize to', whole(8, 1024))
    .option('--inner-steps <n>', 'gradient steps of adaptation in training', whole(1, 100))
    .option('--inner-lr <x>', 'the size of these steps', positiveNumber(100))
    .option('--first-order', 'leave out second derivatives')
    .option('--meta-batch <n>', 'tasks of one iteration', whole(1, 10_000))
    .option('--iterations <n>', 'meta-training steps in all', whole(1, 100_000_000))
    .option('--time <duration>', 'stop after 90s, 30m, 2h, ... and save', duration)
    .option('--workers <n>', 'processes to compute in; 0 is this one (default: one for each core, at most 8)', whole(0, 256))
    .option('--data <dir>', 'the folder with the data sets (default: METALEARN_DATA, else the cache)')
    .option('--out <dir>', 'the run folder (default: runs/TASK-...)')
    .option('--resume', 'go on with the run in the run folder')
    .addOption(seedOption('initial parameters and the tasks of training'))
    .addOption(jsonOption())
    .addHelpText('after', about)
    .action(runTrain);
}

async function runTrain(name: string, { innerLr, json = false, ...options }: TrainOptions): Promise<void> {
  const task = parseTask(name);
  const { trainRun } = await import('../train-run.js');
  const asked = { ...options, ...(innerLr === undefined ? {} : { innerLearningRate: innerLr }) };
  const output = outputFor(json);
  const trained = await withInterrupt((signal) => trainRun(name, task, asked, output, signal));
  output.json(trained);
}
