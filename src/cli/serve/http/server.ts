import rateLimit from '@fastify/rate-limit';
import fastify, { LogController, type FastifyInstance } from 'fastify';
import type { Learners } from '../learners.js';
import type { Limits } from '../limits.js';
import { shortened } from '../parse.js';
import { Refusal } from '../refusal.js';
import type { Service } from '../service.js';
import { answerClientError, answerError } from './errors.js';
import type { Metrics } from './metrics.js';
import { learnerRoutes } from './routes.js';

export interface ServerOptions {
  readonly service: Service;
  readonly learners: Learners;
  readonly metrics: Metrics;
  readonly limits: Limits;
  /** What the run learned: `sinusoid`. */
  readonly task: string;
  /** What `GET /run` tells. */
  readonly about: Readonly<Record<string, unknown>>;
  /** What `GET /health` tells beside whether the server is ready. */
  readonly health: () => { readonly ready: boolean; readonly [name: string]: unknown };
  /** Where log lines go, each a JSON object; nowhere without it. */
  readonly log?: { readonly level: string; readonly stream: { write(line: string): void } };
}

/** The HTTP server; it does not listen yet. */
export async function createServer({ service, learners, metrics, limits, task, about, health, log }: ServerOptions): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: limits.body,
    requestTimeout: limits.requestTime,
    // A client that reads its answer too slowly, or never sends a request; longer than any job takes.
    connectionTimeout: limits.workTime + limits.requestTime,
    keepAliveTimeout: 60_000,
    http: { headersTimeout: Math.min(limits.headersTime, limits.requestTime), connectionsCheckingInterval: Math.min(1000, limits.headersTime / 2) },
    clientErrorHandler: answerClientError,
    // Of addresses that cannot be decoded, which come to no route.
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply, limits.body),
    // One line for a request, below.
    logController: new LogController({ disableRequestLogging: true }),
    ...(log ? { logger: { level: log.level, stream: log.stream, base: undefined } } : {}),
  });
  app.server.maxConnections = limits.connections;
  // Without it a page of another origin could post here unasked: text needs no permission, JSON does.
  app.removeContentTypeParser('text/plain');

  app.setErrorHandler((error: Error, request, reply) => answerError(error, request, reply, limits.body));
  let closing = false;
  app.addHook('preClose', async () => void (closing = true));
  // A connection that is kept alive would keep a server that stops from ending.
  app.addHook('onSend', async (_, reply) => void (closing && reply.header('connection', 'close')));
  app.addHook('onResponse', async (request, reply) => {
    const [{ method }, { statusCode: status, elapsedTime }] = [request, reply];
    const route = request.routeOptions.url ?? 'unknown';
    metrics.answered({ method, route, status, seconds: elapsedTime / 1000 });
    request.log.info({ method, route, status, ms: Math.round(elapsedTime * 100) / 100 }, 'answered');
  });
  if (limits.rate !== Infinity) {
    await app.register(rateLimit, {
      max: limits.rate,
      timeWindow: 1000,
      errorResponseBuilder: (_, { ttl }) => new Refusal(429, `More than ${limits.rate} requests came from this address within a second (--rate): wait a moment.`, ttl / 1000),
    });
  }
  // Monitors ask for these whatever else goes on.
  const unlimited = { config: { rateLimit: false } };
  app.get('/health', unlimited, (_, reply) => {
    const { ready, ...rest } = health();
    return reply.code(ready ? 200 : 503).send({ ready, ...rest });
  });
  app.get('/metrics', unlimited, async (_, reply) => reply.type(metrics.contentType).send(await metrics.text()));
  app.get('/run', async () => about);
  learnerRoutes(app, { service, learners, task });
  app.setNotFoundHandler({ ...(limits.rate === Infinity ? {} : { preHandler: app.rateLimit() }) }, ({ method, url }) => {
    throw new Refusal(404, `There is no ${method} ${shortened(url)} here: there are GET /health, /metrics, /run and /learners/ID, POST /adapt, /predict, /recommend and /learners/ID/examples, and DELETE /learners/ID.`);
  });
  return app;
}
