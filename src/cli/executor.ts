import { availableParallelism } from 'node:os';
import { alongsideWorkers, inProcess, workerPool, type Executor } from '../training/index.js';
import type { Contest } from './baselines.js';
import type { Schedule } from './catalogue/index.js';
import type { Settings } from './settings/index.js';
import { settingsFacts } from './setup.js';
import type { Tested } from './test-setup.js';

/**
 * Where the meta-steps of settings are computed. Those of small networks on vectors take a few milliseconds: of the processes that share them this one is one.
 * @param workers processes that compute; 0 is this one. Default: as many as are of use.
 * @param setup the module that builds in worker processes what this one has: a family and an algorithm.
 */
export function executorOf(settings: Settings, { metaBatch, chunkSize }: Pick<Schedule, 'metaBatch' | 'chunkSize'>, workers?: number, setup = new URL('./setup.js', import.meta.url)): Executor {
  const processes = workers ?? (chunkSize === undefined ? defaultWorkers(settings) : Math.min(usualWorkers(), Math.ceil(metaBatch / chunkSize)));
  const built = { module: setup.href, options: settings };
  if (processes === 0) return inProcess();
  return processes > 1 && isSmall(settings) ? alongsideWorkers({ ...built, workers: processes - 1 }) : workerPool({ ...built, workers: processes });
}

/** Tasks of a test that one process has done before others have started. */
const fewEpisodes = 50;

/**
 * Where the test tasks of a contest are adapted to.
 * @param way the name of a conventional way; absent for the algorithm of the settings.
 */
export function testExecutorOf({ settings, queries, ...contest }: Contest, episodes: number, way?: string): Executor {
  const workers = contest.workers ?? (episodes < fewEpisodes ? 0 : defaultWorkers(settings));
  const tested = { settings, queries, ...(way === undefined ? {} : { way }) } satisfies Tested;
  return workers === 0 ? inProcess() : workerPool({ workers, module: new URL('./test-setup.js', import.meta.url).href, options: tested });
}

/** A meta-step of small networks on vectors is one small program or few, as long as nobody has it cut; tasks of images are worth a process for each core. */
function defaultWorkers(settings: Settings): number {
  return isSmall(settings) ? 0 : usualWorkers();
}

function usualWorkers(): number {
  const cores = availableParallelism();
  return cores === 1 ? 0 : Math.min(cores, 8);
}

function isSmall(settings: Settings): boolean {
  return settingsFacts(settings).input === 'vector';
}
