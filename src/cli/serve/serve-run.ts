import type { AddressInfo } from 'node:net';
import { basename, join, resolve } from 'node:path';
import { titleOfAlgorithm, titleOfTask } from '../settings/index.js';
import { createMetrics } from './http/metrics.js';
import { requireFree } from './http/require-free.js';
import { createServer, type ServerOptions } from './http/server.js';
import { learnersOf } from './learners.js';
import type { Limits } from './limits.js';
import { openService } from './open-service.js';
import { openLearnerStore } from './store/learner-store.js';
import { openPool } from './workers/pool.js';

export interface ServeOptions {
  /** The run folder. */
  readonly run: string;
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** The folder of the stored learners. Default: `served` in the run folder. */
  readonly dataDirectory?: string;
  readonly workers: number;
  readonly limits: Limits;
  readonly log?: ServerOptions['log'];
}

/** A server that listens. */
export interface Serving {
  /** `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Stops taking requests, finishes those that are there, as long as the milliseconds given, and stores everything. */
  stop(patience: number): Promise<void>;
}

/** Serves a run over HTTP. Resolves when it listens. @throws Error where there is no such run, its data folder is used, or the port is taken. */
export async function serveRun({ run, host, port, dataDirectory = join(run, 'served'), workers, limits, log }: ServeOptions): Promise<Serving> {
  // A taken port is told before anything is loaded, which takes seconds.
  await requireFree(host, port);
  const { settings, service } = await openService(run, limits);
  const [task, algorithm] = [titleOfTask(settings), titleOfAlgorithm(settings)];
  const store = await openLearnerStore(resolve(dataDirectory), `${task} with ${algorithm}`);
  const tell = (sentence: string): void => {
    if (log && log.level !== 'error') log.stream.write(`${JSON.stringify({ level: 40, time: Date.now(), msg: sentence })}\n`);
  };
  const pool = await openPool({ run, workers, cacheBytes: limits.cacheBytes, waiting: limits.waiting, workTime: limits.workTime, notice: tell }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  store.notices.forEach(tell);
  const started = performance.now();
  let stopping = false;
  const app = await createServer({
    service,
    learners: learnersOf(service, store, pool, limits.learners),
    metrics: createMetrics({ learners: () => store.size, jobs: () => pool.length, workersEnded: () => pool.deaths }),
    limits,
    task: settings.task,
    about: {
      run: basename(resolve(run)),
      task,
      algorithm,
      ...service.about,
      limits: { examples: limits.examples, rows: limits.rows, bodyBytes: limits.body, requestsPerSecond: limits.rate === Infinity ? null : limits.rate, learners: limits.learners },
    },
    health: () => ({ ready: pool.ready && !stopping, run: basename(resolve(run)), uptime: Math.round((performance.now() - started) / 1000), learners: store.size }),
    log,
  });
  const close = async (): Promise<void> => {
    await pool.close();
    await store.close();
  };
  try {
    await app.listen({ host, port });
  } catch (error) {
    await close();
    throw error;
  }
  const { address, family, port: taken } = app.server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    async stop(patience) {
      stopping = true;
      const timer = setTimeout(() => {
        tell(`Requests still ran ${patience / 1000} s after the server was asked to stop: their connections are closed.`);
        app.server.closeAllConnections();
      }, patience);
      await app.close();
      clearTimeout(timer);
      await close();
    },
  };
}
