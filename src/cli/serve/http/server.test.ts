import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { post, send } from '../../../testing/http.js';
import type { Learners } from '../learners.js';
import { usualLimits } from '../limits.js';
import { Refusal } from '../refusal.js';
import type { Service } from '../service.js';
import { createMetrics } from './metrics.js';
import { createServer } from './server.js';

/** A server without a run: what its learners do is said by what is sent. */
const service = { query: (body) => body } as Service;
const learners: Partial<Learners> = {
  async create({ x }) {
    if (x === 'broken') throw new Error('secret details');
    if (x === 'busy') throw new Refusal(503, 'The server is busy.', 0.2);
    return { learner: 'id', created: 'now', examples: 1 };
  },
};
const lines: string[] = [];
let ready = true;
let app: FastifyInstance;
let url: string;

before(async () => {
  app = await createServer({
    service,
    learners: learners as Learners,
    metrics: createMetrics({ learners: () => 3, jobs: () => 2, workersEnded: () => 1 }),
    limits: { ...usualLimits, headersTime: 300, requestTime: 600 },
    task: 'sinusoid',
    about: { task: 'sinusoid' },
    health: () => ({ ready }),
    log: { level: 'info', stream: { write: (line) => void lines.push(line) } },
  });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
after(() => app?.close());

describe('the server', () => {
  it('says nothing of what broke but to its log', async () => {
    const { status, body } = await post(url, '/adapt', { x: 'broken' });
    assert.deepEqual([status, Object.keys(body)], [500, ['error']]);
    assert.match(body.error, /Its log says more about request req-\w+\.$/);
    assert.ok(lines.some((line) => JSON.parse(line).err?.message === 'secret details'));
  });

  it('answers an address that cannot be decoded in a sentence, as all else', async () => {
    const { status, body } = await send(url, 'GET', '/learners/%zz');
    assert.deepEqual([status, Object.keys(body)], [400, ['error']]);
    assert.match(body.error, /%zz' is not a valid url component\.$/);
  });

  it('tells a client that sends far too much so, which reads the answer once all is sent', async () => {
    const { hostname, port } = new URL(url);
    const body = Buffer.alloc(3 * usualLimits.body, ' ');
    const said = await new Promise<string>((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port) }, () => {
        socket.write(`POST /adapt HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`);
        // Most clients read nothing before they have sent all.
        socket.write(body, (error) => (error ? reject(error) : socket.once('data', (chunk: Buffer) => resolve(chunk.toString()))));
      });
      socket.on('error', reject).setTimeout(5000, () => reject(new Error('Nothing was answered.')));
    });
    assert.match(said, /^HTTP\/1\.1 413 [^]*\{"error":"The body is larger than 4194304 bytes \(--max-body\): send less at once\."\}$/);
  });

  it('says when to come again where it is busy', async () => {
    const { status, headers } = await post(url, '/adapt', { x: 'busy' });
    assert.deepEqual([status, headers.get('retry-after')], [503, '1']);
  });

  it('tells monitors when it cannot answer, and counts', async () => {
    ready = false;
    assert.deepEqual([(await send(url, 'GET', '/health')).status, (await send(url, 'GET', '/metrics')).status], [503, 200]);
    ready = true;
    const { body } = await send(url, 'GET', '/metrics');
    for (const said of [/^metalearn_learners_stored 3$/m, /^metalearn_jobs 2$/m, /^metalearn_workers_ended_total 1$/m, /route="\/adapt",status="503"\} 1$/m]) assert.match(body, said);
  });

  it('logs one JSON object for each request, and no word of what it said', async () => {
    await post(url, '/adapt', { x: 'a private word' });
    const said = lines.map((line) => JSON.parse(line));
    const { method, status, ms } = said.findLast(({ route }) => route === '/adapt');
    assert.deepEqual([method, status, typeof ms], ['POST', 201, 'number']);
    assert.ok(!lines.join('').includes('private'));
  });
});

describe('a client that is slow', () => {
  const talk = (first: string, more?: string): Promise<{ said: string; after: number }> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(url);
      const start = performance.now();
      let said = '';
      const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(first));
      const drip = setInterval(() => more && socket.writable && socket.write(more), 50);
      socket.on('data', (chunk: Buffer) => (said += chunk.toString()));
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(drip);
        resolve({ said, after: performance.now() - start });
      });
      setTimeout(() => reject(new Error('The connection was not closed.')), 5000).unref();
    });

  it('in its headers is told so and its connection closed', async () => {
    const { said } = await talk('GET /health HTTP/1.1\r\nhost: x\r\n', 'x-more: 1\r\n');
    assert.match(said, /^HTTP\/1\.1 408 [^]*connection: close[^]*took too long to come/i);
  });

  it('in its body is told so and its connection closed', async () => {
    const { said } = await talk('POST /adapt HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{"x": [', '[1],');
    assert.match(said, /^HTTP\/1\.1 408 /);
  });

  it('in a body that is too large is told so, and its connection closed once the time of a request is over', async () => {
    const { said, after } = await talk('POST /adapt HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 5000000000\r\n\r\n{"x": [', '[1],');
    assert.match(said, /^HTTP\/1\.1 413 /);
    assert.ok(after < 3000, `after ${after} ms`);
  });

  it('or speaks no HTTP gets a sentence in JSON', async () => {
    const { said } = await talk('hello\r\n\r\n');
    assert.match(said, /^HTTP\/1\.1 400 Bad Request[^]*\{"error":"This is no HTTP request\."\}$/);
  });

  it('keeps nobody else waiting', async () => {
    const slow = Array.from({ length: 30 }, () => talk('POST /adapt HTTP/1.1\r\nhost: x\r\n'));
    assert.equal((await post(url, '/adapt', { x: 1 })).status, 201);
    await Promise.all(slow);
  });
});
