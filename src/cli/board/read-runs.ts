import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testFile } from '../test-file.js';
import { iterationOf } from './checkpoint-iteration.js';
import { changedAt, findRuns, writtenAt } from './find-runs.js';
import { remembered } from './remembered.js';
import { configOf, linesOf, testedOf, type Line, type Tested } from './run-files.js';

/** What a run's folder tells, whatever of it is there. */
export interface RunFacts {
  /** Its folder below the board's, with slashes. */
  readonly name: string;
  readonly task: string;
  readonly algorithm: string;
  readonly state: 'running' | 'finished' | 'stopped';
  readonly iterations?: number;
  /** Iterations that were done, by the metrics and the checkpoint, of which either may know more. */
  readonly done: number;
  /** The last line of its metrics. */
  readonly last?: Line;
  /** The last of them with a validation. */
  readonly validated?: Line;
  readonly tested?: Tested;
  /** What could not be read, in a sentence each. */
  readonly problems: readonly string[];
}

/** The same with all lines of its metrics. */
export interface RunDetails extends RunFacts {
  readonly lines: readonly Line[];
}

/** Reads the runs in a folder. */
export interface RunReader {
  /** All of them, the latest written to first. */
  list(): Promise<RunFacts[]>;
  /** Those of these names; only folders that `list` finds are read, whatever is asked for. */
  details(names: readonly string[]): Promise<RunDetails[]>;
}

/** A run that wrote nothing for so long, in milliseconds, is not running any more. */
const silent = 60_000;

export function runReader(folder: string): RunReader {
  const configs = remembered(async (file) => configOf(await readFile(file, 'utf8')));
  const tests = remembered(async (file) => testedOf(await readFile(file, 'utf8')));
  const ends = remembered(async (file) => endsOf(linesOf(await readFile(file, 'utf8'))));
  const checkpoints = remembered(iterationOf);

  /** Undefined where there is no run any more. Damaged files are a problem that it tells of. */
  const factsOf = async (name: string): Promise<RunFacts | undefined> => {
    const path = join(folder, name);
    const config = await configs(join(path, 'config.json'));
    if (config === undefined) return undefined;
    const { last, validated } = (await ends(join(path, 'metrics.jsonl')))?.made ?? {};
    const test = (await testedLast(path)) ? await tests(join(path, testFile)) : undefined;
    const iterations = config.made?.schedule?.iterations;
    const done = Math.max(last?.iteration ?? 0, (await checkpoints(join(path, 'checkpoint.safetensors')))?.made ?? 0);
    const ended = test?.made !== undefined || (iterations !== undefined && done >= iterations);
    return {
      name,
      task: config.made?.setup.task ?? config.made?.setup.environment ?? 'unknown',
      algorithm: config.made?.setup.algorithm ?? 'unknown',
      state: ended ? 'finished' : Date.now() - (await writtenAt(path)) < silent ? 'running' : 'stopped',
      done,
      ...(iterations === undefined ? {} : { iterations }),
      ...(last ? { last } : {}),
      ...(validated ? { validated } : {}),
      ...(test?.made ? { tested: test.made } : {}),
      problems: [
        ...(config.made ? [] : ['Its config.json is damaged, or not that of metalearn train.']),
        ...(test && !test.made ? ['Its test.json is damaged, or not that of metalearn test: the next test of the run replaces it.'] : []),
      ],
    };
  };
  const detailsOf = async (name: string): Promise<RunDetails | undefined> => {
    const lines = linesOf(await readFile(join(folder, name, 'metrics.jsonl'), 'utf8').catch(() => ''));
    const facts = await factsOf(name);
    return facts && { ...facts, ...endsOf(lines), lines };
  };
  const each = async <T>(names: readonly string[], read: (name: string) => Promise<T | undefined>): Promise<T[]> => (await Promise.all(names.map(read))).filter((found) => found !== undefined);
  return {
    list: async () => each(await findRuns(folder), factsOf),
    details: async (names) => (names.length === 0 ? [] : each((await findRuns(folder)).filter((name) => names.includes(name)), detailsOf)),
  };
}

function endsOf(lines: readonly Line[]): Pick<RunFacts, 'last' | 'validated'> {
  const [last, validated] = [lines.at(-1), lines.findLast(({ figures }) => figures.validation !== undefined)];
  return { ...(last ? { last } : {}), ...(validated ? { validated } : {}) };
}

/** Whether nothing was trained since the last test. Sums of the weights, by which reports tell it, would be too much work for a page that asks every few seconds. */
async function testedLast(path: string): Promise<boolean> {
  return (await changedAt(path, testFile)) >= (await changedAt(path, 'checkpoint.safetensors'));
}
