import type { Schedule } from './catalogue/index.js';
import { createRun, RunError, type Run } from '../training/index.js';
import { whileHeld } from '../training/run.js';
import { UsageError } from './failure.js';
import { openTrainedRun, type OpenedRun } from './run-folder.js';
import { completeSettings, defaultFolder, withAbsolutePaths, type Asked, type AskedTask, type Settings } from './settings/index.js';

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
export async function planTraining(task: AskedTask, { seed, out, resume, ...wishes }: Wishes): Promise<TrainPlan> {
  const asked: Asked = withAbsolutePaths(wishes);
  if (!resume) {
    const complete = completeSettings(task, asked);
    return { ...complete, seed: seed ?? 0, folder: out ?? defaultFolder(complete.settings) };
  }
  const folder = out ?? defaultFolder(completeSettings(task, asked).settings);
  const opened = await openTrainedRun(folder);
  const { run, settings, schedule } = opened;
  const differing = contradictions(opened, task, { ...asked, seed });
  if (differing.length > 0) {
    throw new UsageError(`The run in ${folder} was made with other settings: ${differing.join('; ')}. Leave these options out to resume it, or give another folder with --out.`);
  }
  return {
    settings: { ...settings, ...(asked.data === undefined ? {} : { data: asked.data }) },
    schedule: { ...schedule, iterations: asked.iterations ?? schedule.iterations },
    seed: opened.seed,
    folder,
    run,
  };
}

/** What was asked for and the run has otherwise. How long to train may change from one call to the next, and where the data lie. */
function contradictions({ settings, schedule, seed }: OpenedRun, task: AskedTask, { options, iterations: _, data: __, ...asked }: Asked & { seed?: number }): string[] {
  // Written down where there is one, and asked for as 0 where there is none.
  const { testShift = 0 } = settings;
  const direct = contrast({ ...settings, ...schedule, seed, testShift }, { ...task, ...asked });
  if (direct.length > 0 || options === undefined || options.length === 0) return direct;
  // Read by the rules of the run's own algorithm and task.
  const { settings: read } = completeSettings(settings, { ...settings, options });
  const said = (values: Settings['taskOptions']): [string, unknown][] => Object.entries(values).filter(([name]) => options.some((option) => option.name === name));
  return contrast(
    { ...settings.taskOptions, ...settings.featureOptions, ...settings.algorithmOptions },
    Object.fromEntries([...said(read.taskOptions), ...said(read.featureOptions ?? {}), ...said(read.algorithmOptions)]),
  );
}

/** What `here` says otherwise than `there`, as `shots is 5 there and 7 here`. */
export function contrast(there: Readonly<Record<string, unknown>>, here: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(here)
    .filter(([name, value]) => value !== undefined && JSON.stringify(there[name]) !== JSON.stringify(value))
    .map(([name, value]) => `${name} is ${shown(there[name])} there and ${shown(value)} here`);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? 'absent' : JSON.stringify(value);
}

/** The folder of a plan, made or opened. */
export async function runOf({ settings, schedule, seed, ...place }: TrainPlan): Promise<Run> {
  return runWith({ setup: settings, schedule: { ...schedule }, seed }, place);
}

/** The folder of a run of that configuration: the one to go on with, or a new one. */
export async function runWith(config: Parameters<Run['record']>[0], { run, folder }: Pick<TrainPlan, 'run' | 'folder'>): Promise<Run> {
  if (run) {
    // What another training goes by is left to it.
    await whileHeld(run, () => run.record(config));
    return run;
  }
  try {
    return await createRun(folder, config);
  } catch (error) {
    if (error instanceof RunError) throw new UsageError(`${error.message} (--resume goes on with a run, --out DIR puts it elsewhere.)`, { cause: error });
    throw error;
  }
}
