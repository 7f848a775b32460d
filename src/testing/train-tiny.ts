import { existsSync } from 'node:fs';
import { adam } from '../optim/index.js';
import { createRun, metaTrain, openRun, workerPool } from '../training/index.js';
import tinyJob, { tinyModule } from './tiny-job.js';

/** A training process for tests to kill: `node train-tiny.js RUN '{"iterations": 100, ...}'`. Prints a line per event. */

const [path, json = '{}'] = process.argv.slice(2);
const { workers = 0, pids, ...options } = JSON.parse(json) as { workers?: number; pids?: string };

await metaTrain({
  ...tinyJob(),
  optimizer: adam(0.01),
  iterations: 400,
  metaBatchSize: 4,
  seed: 3,
  validation: { every: 90, episodes: 10 },
  checkpointEvery: { iterations: 20 },
  metricsEvery: 15,
  ...options,
  ...(workers ? { executor: workerPool({ workers, module: tinyModule, options: pids ? { pids } : {} }) } : {}),
  run: existsSync(`${path}/config.json`) ? await openRun(path) : await createRun(path),
  resume: true,
  onEvent: (event) => console.log(JSON.stringify(event)),
});
