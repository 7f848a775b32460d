import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What a server counts, in the text format of Prometheus. */
export interface Metrics {
  readonly contentType: string;
  answered(request: { readonly method: string; readonly route: string; readonly status: number; readonly seconds: number }): void;
  text(): Promise<string>;
}

/** What is read when somebody asks. */
export interface Measured {
  readonly learners: () => number;
  readonly jobs: () => number;
  readonly workersEnded: () => number;
}

export function createMetrics({ learners, jobs, workersEnded }: Measured): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'metalearn_request_duration_seconds',
    help: 'Time from a request to its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const gauge = (name: string, help: string, read: () => number) => new Gauge({ name, help, registers, collect() { this.set(read()); } });
  gauge('metalearn_learners_stored', 'Learners that are stored.', learners);
  gauge('metalearn_jobs', 'Requests that wait for a worker or are worked on.', jobs);
  const ended = new Counter({
    name: 'metalearn_workers_ended_total',
    help: 'Times that a worker process ended during a job.',
    registers,
    collect() {
      this.reset();
      this.inc(workersEnded());
    },
  });
  void ended;
  return {
    contentType: registry.contentType,
    answered: ({ method, route, status, seconds: taken }) => seconds.observe({ method, route, status }, taken),
    text: () => registry.metrics(),
  };
}
