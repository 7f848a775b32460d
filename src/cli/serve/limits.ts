/** What the server takes at most. */
export interface Limits {
  /** Examples of a learner, or ratings of a user. */
  readonly examples: number;
  /** Rows, images or items of a prediction. */
  readonly rows: number;
  /** Bytes of a request's body. */
  readonly body: number;
  /** Requests of one address in a second; Infinity for no bound. */
  readonly rate: number;
  /** Learners that are stored. */
  readonly learners: number;
  /** Requests that wait for a worker or are worked on. */
  readonly waiting: number;
  /** Connections at a time. */
  readonly connections: number;
  /** Milliseconds that a client may take for the headers of a request, and for all of it. */
  readonly headersTime: number;
  readonly requestTime: number;
  /** Milliseconds that a worker may take to answer before it is taken for hung. */
  readonly workTime: number;
  /** Bytes of adapted learners that each worker keeps in memory. */
  readonly cacheBytes: number;
}

export const usualLimits: Limits = {
  examples: 256,
  rows: 1000,
  body: 4 * 2 ** 20,
  rate: 1000,
  learners: 100_000,
  waiting: 256,
  connections: 2048,
  headersTime: 5000,
  requestTime: 20_000,
  workTime: 30_000,
  cacheBytes: 256 * 2 ** 20,
};
