import { Refusal } from '../refusal.js';
import { openPlace, type Pending, type Place } from './place.js';
import type { Job, Reply } from './protocol.js';

export interface PoolOptions {
  /** The run folder. */
  readonly run: string;
  readonly workers: number;
  /** Bytes of adapted learners that each worker remembers. */
  readonly cacheBytes: number;
  /** Jobs that wait or are worked on at most. */
  readonly waiting: number;
  /** Milliseconds that a job may take. */
  readonly workTime: number;
  readonly notice: (sentence: string) => void;
}

/** Worker processes, so that computing never keeps the server from answering, and a crash of native code costs one job's time. */
export interface Pool {
  readonly ready: boolean;
  /** Jobs that wait or are worked on. */
  readonly length: number;
  readonly pids: readonly (number | undefined)[];
  /** Times that a worker ended during a job. */
  readonly deaths: number;
  /**
   * What a worker made of a job. Jobs of a learner go to the same worker where it is not much busier than others, as it may remember the learner.
   * @throws Refusal where too many jobs wait, or it took too long; the signal's reason, where it is aborted before the job began.
   */
  run(job: Job, signal?: AbortSignal): Promise<Answered>;
  close(): Promise<void>;
}

/** Replies to a job that was done. */
export type Answered = Extract<Reply, { readonly type: 'answer' | 'unknown' }>;

/** A job during which as many workers ended is given up. */
const mostDeaths = 2;

/** So many more jobs may wait for the worker that may remember a learner. */
const patience = 2;

/** Starts the workers; resolves when all are ready. @throws Error where one cannot open the run. */
export async function openPool({ run, workers, cacheBytes, waiting, workTime, notice }: PoolOptions): Promise<Pool> {
  let deaths = 0;
  const places: Place[] = [];
  const openings = Array.from(
    { length: workers },
    () =>
      new Promise<void>((resolve, reject) => {
        const opened = (problem?: string): void => (problem === undefined ? resolve() : reject(new Error(problem)));
        places.push(openPlace({ run, cacheBytes, workTime, notice, opened, orphaned, displaced, hung }));
      }),
  );
  const pool: Pool = {
    get ready() {
      return places.some((place) => place.ready);
    },
    get length() {
      return places.reduce((total, place) => total + place.length, 0);
    },
    get pids() {
      return places.map(({ pid }) => pid);
    },
    get deaths() {
      return deaths;
    },
    run(job, signal) {
      if (pool.length >= waiting) throw new Refusal(503, `The server is busy: ${waiting} requests wait or are worked on. Try again in a moment.`, 1);
      return new Promise<Answered>((resolve, reject) => {
        const settle = (reply: Reply): void => {
          if (reply.type === 'answer' || reply.type === 'unknown') return resolve(reply);
          if (reply.type === 'refused') return reject(new Refusal(reply.status as Refusal['status'], reply.message));
          reject(Object.assign(new Error('message' in reply ? reply.message : reply.type), 'stack' in reply ? { stack: reply.stack } : {}));
        };
        placeFor(job).push({ job, signal, settle, reject, deaths: 0 });
      });
    },
    close: async () => void (await Promise.all(places.map((place) => place.close()))),
  };
  try {
    await Promise.all(openings);
  } catch (error) {
    await pool.close();
    throw error;
  }
  return pool;

  function placeFor({ learner }: Job): Place {
    const able = places.filter(({ ready }) => ready);
    const [first, ...others] = able.length > 0 ? able : places;
    const least = others.reduce((found, place) => (place.length < found.length ? place : found), first);
    const own = learner && places[Number.parseInt(learner.id.slice(0, 8), 16) % places.length];
    return own?.ready && own.length <= least.length + patience ? own : least;
  }

  function orphaned(pending: Pending, how: string): void {
    deaths++;
    if (++pending.deaths < mostDeaths) placeFor(pending.job).push(pending);
    else pending.reject(new Error(`${mostDeaths} workers ended while they did this job, the last with ${how}.`));
  }

  function displaced(pending: Pending): void {
    placeFor(pending.job).push(pending);
  }

  function hung(pending: Pending): void {
    pending.reject(new Refusal(503, `The request took longer than ${workTime / 1000} s and was given up: send fewer examples or rows, or try again.`, 1));
  }
}
