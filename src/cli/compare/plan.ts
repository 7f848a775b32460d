import { join, resolve } from 'node:path';
import { completeSettings, defaultFolder, titleOfTask, withAbsolutePaths, type Asked, type AskedTask, type Settings } from '../settings/index.js';
import { settingsFacts, splitWaysOf } from '../setup.js';
import type { Cell, Conditions } from './cell.js';
import { waysOf } from './conventional-cell.js';
import { askedOfAlgorithm, askedOfNone, chosenAlgorithms, rejectUnused } from './share-options.js';

/** What `compare` was asked for. */
export interface CompareWishes {
  readonly asked: Asked;
  /** Names, or `all`. */
  readonly algorithms: readonly string[];
  readonly time: number;
  readonly seed: number;
  readonly episodes: number;
  readonly workers?: number;
  readonly out?: string;
  readonly baselines: boolean;
}

export interface ComparePlan {
  readonly folder: string;
  /** What another comparison in the folder must share with this one. */
  readonly identity: object;
  readonly title: string;
  /** The settings of the task and the network. */
  readonly settings: Settings;
  readonly conditions: Conditions;
  readonly cells: readonly Cell[];
  /** Of the data of the task. */
  readonly warnings: readonly string[];
}

/** @throws UsageError where an option fits none of what is compared. */
export async function planComparison(written: string, task: AskedTask, { asked: given, algorithms, time, seed, episodes, workers, out, baselines }: CompareWishes): Promise<ComparePlan> {
  const asked = withCommonSplits(task, withAbsolutePaths(given));
  const plain = askedOfNone(asked, task);
  const { settings } = completeSettings(task, plain);
  const entries = chosenAlgorithms(algorithms, settingsFacts(settings));
  rejectUnused(asked, entries, task);
  const own = entries.map((entry) => ({ name: entry.name, asked: askedOfAlgorithm(entry, asked, task) }));
  // What does not go together is said before hours of training.
  for (const each of own) completeSettings(task, each.asked);
  const conditions: Conditions = { task, written, time, seed, episodes, ...(workers === undefined ? {} : { workers }) };
  const { ways, warnings } = await waysOf(plain, conditions);

  const folder = resolve(out ?? defaultFolder(settings).replace(/^runs\//, 'runs/compare-'));
  const { algorithm: _, algorithmOptions: __, ...shared } = settings;
  const file = (name: string): string => join(folder, 'cells', `${name.replace(/[^a-z0-9]+/gi, '-')}.json`);
  const cells: Cell[] = own.map((each) => ({ kind: 'algorithm', ...each, file: file(each.name), folder: join(folder, each.name) }));
  const pretraining = join(folder, 'pretraining');
  if (baselines && ways.some(({ pretrained }) => pretrained)) cells.push({ kind: 'pretraining', name: 'pretraining', file: file('pretraining'), folder: pretraining, asked: plain });
  for (const { name } of baselines ? ways : []) cells.push({ kind: 'conventional', name, file: file(name), pretraining, asked: plain });
  return { folder, identity: { settings: shared, time, seed, episodes }, title: titleOfTask(settings), settings, conditions, cells, warnings };
}

/** Algorithms that train with other ways, and those that cannot, get the same splits of data that are split by ways. */
function withCommonSplits(task: AskedTask, asked: Asked): Asked {
  const { trainWays } = asked;
  if (trainWays === undefined) return asked;
  const { settings } = completeSettings(task, askedOfNone(asked, task));
  return { ...asked, splitWays: splitWaysOf({ ...settings, trainWays }) };
}
