#!/usr/bin/env node
// The load that `metalearn serve` holds: starts it on a run that learned ratings and sends requests to recommend, each adapted to random ratings of its own, at a fixed rate.
//
//   npm run build && node bench/serve-load.mjs RUN [--rate 200] [--seconds 20] [--ratings 20] [--workers N]
//
// Requests leave when the clock says so, whether or not earlier ones were answered, and a latency counts from the moment at which a request was due: a server that falls behind
// cannot hide it. Warm-up requests come first and do not count.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeCatalogue } from '../dist/recommend/index.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rate: { type: 'string', default: '200' }, seconds: { type: 'string', default: '20' }, ratings: { type: 'string', default: '20' }, workers: { type: 'string' }, json: { type: 'boolean' } },
});
const [run] = positionals;
if (!run) {
  console.error('Name a run folder that metalearn train made of ratings: node bench/serve-load.mjs RUN');
  process.exit(2);
}
const [rate, seconds, known] = [values.rate, values.seconds, values.ratings].map(Number);
const { items, scale } = decodeCatalogue(readFileSync(join(run, 'catalogue.safetensors')));

const data = mkdtempSync(join(tmpdir(), 'metalearn-load-'));
const main = new URL('../dist/cli/main.js', import.meta.url).pathname;
const server = spawn(process.execPath, [main, 'serve', run, '--port', '0', '--rate', '0', '--data-dir', data, '--log', 'error', '--json', ...(values.workers ? ['--workers', values.workers] : [])], { stdio: ['ignore', 'pipe', 'inherit'] });
const url = await new Promise((resolve, reject) => {
  let said = '';
  server.stdout.on('data', (chunk) => (said += chunk).includes('\n') && resolve(JSON.parse(said).url));
  server.on('exit', (code) => reject(new Error(`The server ended with code ${code} before it listened.`)));
});

const agent = new http.Agent({ keepAlive: true, maxSockets: 512 });
const below = (most) => Math.floor(Math.random() * most);
const bodyOfRequest = () => JSON.stringify({ top: 10, ratings: Array.from({ length: known }, () => ({ item: items.nameOf(below(items.count)), rating: scale.low + below(Math.floor(scale.high - scale.low) + 1) })) });

/** Milliseconds from `due` to the whole answer, and whether it was one. */
const send = (due) =>
  new Promise((resolve) => {
    const body = bodyOfRequest();
    const failed = (problem) => resolve({ problem, latency: performance.now() - due });
    const request = http.request(`${url}/recommend`, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => {
        const answered = response.statusCode === 200 && JSON.parse(text).items.length === Math.min(10, items.count);
        if (answered) resolve({ latency: performance.now() - due });
        else failed(`status ${response.statusCode}: ${text.slice(0, 200)}`);
      });
    });
    request.on('error', (error) => failed(error.message));
    request.end(body);
  });

/** Requests at the fixed rate for so long; what came of them. */
async function load(duration) {
  const start = performance.now();
  const sent = [];
  for (let i = 0; i < rate * duration; i++) {
    const due = start + (1000 * i) / rate;
    const wait = due - performance.now();
    // Timers have whole milliseconds: what is due meanwhile leaves with it.
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    sent.push(send(due));
  }
  const results = await Promise.all(sent);
  return { results, achieved: results.length / ((performance.now() - start) / 1000) };
}

await load(2);
const { results, achieved } = await load(seconds);
const latencies = results.filter(({ problem }) => !problem).map(({ latency }) => latency).sort((a, b) => a - b);
const quantile = (share) => latencies[Math.min(latencies.length - 1, Math.ceil(share * latencies.length) - 1)];
const problems = results.flatMap(({ problem }) => (problem ? [problem] : []));
const report = { items: items.count, ratings: known, rate, seconds, achieved, requests: results.length, errors: problems.length, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99), slowest: latencies.at(-1) };
const ms = (value) => `${value?.toFixed(1)} ms`;
if (values.json) console.log(JSON.stringify(report));
else {
  console.log(`${items.count} items, ${known} ratings a request: ${achieved.toFixed(1)} of ${rate} requests a second for ${seconds} s, ${problems.length} errors of ${results.length}.`);
  console.log(`Latency: p50 ${ms(report.p50)}, p95 ${ms(report.p95)}, p99 ${ms(report.p99)}, slowest ${ms(report.slowest)}.`);
}
if (problems.length > 0) console.error(`The first error: ${problems[0]}`);
agent.destroy();
server.kill('SIGTERM');
const code = await new Promise((resolve) => server.once('exit', resolve));
if (code !== 0) console.error(`The server stopped with code ${code}.`);
rmSync(data, { recursive: true, force: true });
process.exitCode = problems.length > 0 || code !== 0 ? 1 : 0;
