import { availableParallelism } from 'node:os';
import { inProcess, workerPool, type Executor } from '../training/index.js';
import type { Contest } from './baselines.js';
import type { Settings } from './settings/index.js';
import { settingsFacts } from './setup.js';
import type { Tested } from './test-setup.js';

/**
 * Where the meta-steps of settings are computed.
 * @param setup the module that builds in worker processes what this one has: a family and an algorithm.
 */
export function executorOf(settings: Settings, workers = defaultWorkers(settings), setup = new URL('./setup.js', import.meta.url)): Executor {
  return workers === 0 ? inProcess() : workerPool({ workers, module: setup.href, options: settings });
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

/** A meta-step of points on a line is one small program; tasks of images are worth a process for each core. */
function defaultWorkers(settings: Settings): number {
  const cores = availableParallelism();
  return settingsFacts(settings).input === 'vector' || cores === 1 ? 0 : Math.min(cores, 8);
}
