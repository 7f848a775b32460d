import { resolve } from 'node:path';
import { createRun, RunError, type Run } from '../training/index.js';
import { UsageError } from './failure.js';
import { openTrainedRun } from './run-folder.js';
import { completeSettings, defaultFolder, type Asked, type Schedule, type Settings } from './settings.js';

/** What a call of `train` is to do, its options and a resumed run's own settings put together. */
export interface TrainPlan {
  readonly settings: Settings;
  readonly schedule: Schedule;
  readonly seed: number;
  readonly folder: string;
  /** The run to go on with; absent where it is new. */
  readonly run?: Run;
}

/** What a person may say beside the settings. */
export interface Wishes extends Asked {
  readonly seed?: number;
  readonly out?: string;
  readonly resume?: boolean;
}

/** @throws UsageError where options contradict each other or the run that is to be resumed. */
export async function planTraining(task: Pick<Settings, 'task' | 'directory'>, wishes: Wishes): Promise<TrainPlan> {
  const whole = { ...task, ...(task.directory === undefined ? {} : { directory: resolve(task.directory) }) };
  const asked = { ...wishes, ...(wishes.data === undefined ? {} : { data: resolve(wishes.data) }) };
  const complete = completeSettings(whole, asked);
  const folder = wishes.out ?? defaultFolder(complete.settings);
  if (!wishes.resume) return { ...complete, seed: wishes.seed ?? 0, folder };

  const { run, settings, schedule, seed } = await openTrainedRun(folder);
  const stored: Record<string, unknown> = { ...settings, ...schedule, seed };
  // How long to train may change from one call to the next, and where the data lie.
  const differing = Object.entries({ ...whole, ...asked }).filter(
    ([name, value]) => value !== undefined && name in { ...complete.settings, ...schedule, seed } && !['iterations', 'data'].includes(name) && stored[name] !== value,
  );
  if (differing.length > 0) {
    const said = differing.map(([name, value]) => `${name} is ${stored[name]} there and ${value} here`).join('; ');
    throw new UsageError(`The run in ${folder} was made with other settings: ${said}. Leave these options out to resume it, or give another folder with --out.`);
  }
  return {
    settings: { ...settings, ...(asked.data === undefined ? {} : { data: asked.data }) },
    schedule: { ...schedule, iterations: asked.iterations ?? schedule.iterations },
    seed,
    folder,
    run,
  };
}

/** The folder of a plan, made or opened. */
export async function runOf({ run, folder, settings, schedule, seed }: TrainPlan): Promise<Run> {
  const config = { setup: settings, schedule: { ...schedule }, seed };
  if (run) {
    await run.record(config);
    return run;
  }
  try {
    return await createRun(folder, config);
  } catch (error) {
    if (error instanceof RunError) throw new RunError(`${error.message} (--resume goes on with a run, --out DIR puts it elsewhere.)`, { cause: error });
    throw error;
  }
}
