import { Option, type Command } from 'commander';
import { UsageError } from '../failure.js';
import type { SaidOption } from '../catalogue/index.js';
import type { Asked } from '../settings/index.js';
import { testShiftOption } from './common.js';
import { flagOf } from './flag.js';
import { collected, counted, positiveNumber, whole } from './values.js';

/** The options of a task, a network and an algorithm, as commander gives them. */
export interface SettingOptions {
  readonly algorithm?: string;
  readonly ways?: Asked['ways'];
  readonly trainWays?: number;
  readonly shots?: Asked['shots'];
  readonly queries?: Asked['queries'];
  readonly features?: string;
  readonly network?: string;
  readonly channels?: number;
  readonly data?: string;
  readonly metaBatch?: number;
  readonly iterations?: number;
  readonly outerLr?: number;
  readonly set?: readonly string[];
  readonly split?: string;
  readonly size?: number;
  readonly items?: string;
  readonly users?: string;
  readonly innerSteps?: number;
  readonly innerLr?: number;
  readonly firstOrder?: boolean;
  readonly testShift?: number;
}

/** Adds them to a command, written the same everywhere. */
export function addSettingOptions(command: Command): Command {
  return command
    .option('--ways <n>', 'classes of a task, or a range such as 3-10', counted(2, 1000))
    .option('--shots <n>', 'support examples of each class, or points; or a range such as 1-5', counted(1, 1000))
    .option('--queries <n>', 'query examples of each class in training, or points; or a range', counted(1, 1000))
    .option('--train-ways <n>', 'classes of a task in training, where they are to be others than at test', whole(2, 1000))
    .option('--data <dir>', 'the folder with the data sets (default: METALEARN_DATA, else the cache)')
    .option('--features <model>', 'an ONNX model whose vectors stand in place of the examples, such as the image encoder of CLIP or DINO')
    .option('--network <name>', 'mlp, conv4, conv4-max, resnet7, ... (default: by the task)')
    .option('--channels <n>', 'of each convolution, or the width of each hidden layer', whole(1, 4096))
    .option('--meta-batch <n>', 'tasks of one iteration', whole(1, 10_000))
    .option('--iterations <n>', 'meta-training steps in all', whole(1, 100_000_000))
    .option('--outer-lr <x>', 'learning rate of meta-training', positiveNumber(100))
    .option('--inner-steps <n>', 'gradient steps of adaptation in training', whole(1, 1000))
    .option('--inner-lr <x>', 'the size of these steps', positiveNumber(100))
    .option('--first-order', 'leave out second derivatives')
    .addOption(testShiftOption())
    .option('--split <name>', 'how the classes of the task are split')
    .option('--size <n>', 'height and width in pixels to resize images to', whole(1, 4096))
    .option('--items <file>', 'of ratings:FILE: a table of items, such as titles and genres')
    .option('--users <file>', 'of ratings:FILE: a table of users')
    .addOption(new Option('--set <name=value>', 'any other option of the algorithm or the task; may be repeated').argParser(collected));
}

/** Options with a word of their own that belong to algorithms or tasks, and what they are called there. */
const named = {
  split: ['--split', 'split'],
  size: ['--size', 'size'],
  items: ['--items', 'items'],
  users: ['--users', 'users'],
  innerSteps: ['--inner-steps', 'innerSteps'],
  innerLr: ['--inner-lr', 'innerLearningRate'],
  firstOrder: ['--first-order', 'firstOrder'],
} as const;

/** What was asked for, from what commander read. */
export function askedOf({ set = [], outerLr, split, size, items, users, innerSteps, innerLr, firstOrder, ...rest }: SettingOptions): Asked {
  const given = Object.entries({ split, size, items, users, innerSteps, innerLr, firstOrder }).flatMap(([key, value]): SaidOption[] => {
    const [said, name] = named[key as keyof typeof named];
    return value === undefined ? [] : [{ name, value, said: value === true ? said : `${said} ${value}` }];
  });
  const options = [...given, ...set.map(assignment)];
  rejectContradictions(options);
  return { ...rest, ...(outerLr === undefined ? {} : { outerLearningRate: outerLr }), options };
}

function rejectContradictions(options: readonly SaidOption[]): void {
  for (const [at, { name, value, said }] of options.entries()) {
    const other = options.slice(0, at).find((each) => each.name === name && String(each.value) !== String(value));
    if (other) throw new UsageError(`${other.said} and ${said} contradict each other: leave one out.`);
  }
}

function assignment(text: string): SaidOption {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--set ${text}: write --set NAME=VALUE.`);
  return { name: text.slice(0, at).trim(), value: text.slice(at + 1).trim(), said: `--set ${text}` };
}

/** The same options as they would be written again. */
export function settingWords({ set = [], ...rest }: SettingOptions): string[] {
  const flags = Object.entries(rest).flatMap(([name, value]): string[] => {
    const flag = flagOf(name);
    return value === undefined ? [] : value === true ? [flag] : [flag, Array.isArray(value) ? value.join('-') : String(value)];
  });
  return [...flags, ...set.flatMap((text) => ['--set', text])];
}
