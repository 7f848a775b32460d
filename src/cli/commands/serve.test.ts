import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { metalearn } from '../../testing/command-line.js';
import { post, send } from '../../testing/http.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-serve-command-'));
const run = join(folder, 'run');
const data = join(folder, 'learners');
const started: ChildProcess[] = [];
after(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** A server in a process of its own. */
async function serve(...args: string[]) {
  const child = spawn(process.execPath, [fileURLToPath(new URL('../main.js', import.meta.url)), 'serve', run, '--port', '0', '--data-dir', data, '--workers', '1', '--json', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  const told = { stdout: '', stderr: '' };
  child.stderr!.on('data', (chunk: Buffer) => (told.stderr += chunk.toString()));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout!.on('data', (chunk: Buffer) => {
      told.stdout += chunk.toString();
      if (told.stdout.includes('\n')) resolve(JSON.parse(told.stdout).url as string);
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${told.stderr}`)));
  });
  const ended = once(child, 'exit') as Promise<[code: number | null, signal: string | null]>;
  return { url, child, told, ended };
}

const support = { x: [[-2], [0], [2]], y: [1, 0, -1] };
const query = { x: [[1], [3]] };

before(async () => {
  const { code, stderr } = await metalearn(['train', 'sinusoid', '--queries', '4', '--meta-batch', '3', '--iterations', '2', '--workers', '0', '--out', run]);
  assert.equal(code, 0, stderr);
});

describe('serve', () => {
  let serving: Awaited<ReturnType<typeof serve>>;

  it('keeps what it acknowledged through kill -9, also where it was writing more', async () => {
    const first = await serve();
    const { learner } = (await post(first.url, '/adapt', support)).body;
    assert.equal((await post(first.url, `/learners/${learner}/examples`, { x: [[3]], y: [0.5] })).status, 200);
    const before = await post(first.url, '/predict', { learner, ...query });
    // More come in, of which some are acknowledged and some are not.
    const more = Array.from({ length: 12 }, () => post(first.url, '/adapt', support).catch(() => undefined));
    await more[0];
    first.child.kill('SIGKILL');
    await first.ended;
    const acknowledged = (await Promise.all(more)).flatMap((answer) => (answer?.status === 201 ? [answer.body.learner as string] : []));
    assert.ok(acknowledged.length > 0);
    appendFileSync(join(data, 'learners.log'), '0123456789abcdef {"id":"half a li');

    serving = await serve();
    assert.match(serving.told.stderr, /The last line of .*learners\.log was cut off after \d+ bytes.*dropped/);
    assert.deepEqual((await post(serving.url, '/predict', { learner, ...query })).body, before.body);
    assert.equal((await send(serving.url, 'GET', `/learners/${learner}`)).body.examples, 4);
    for (const id of acknowledged) assert.equal((await send(serving.url, 'GET', `/learners/${id}`)).status, 200, id);
  });

  it('says what keeps it from starting', async () => {
    const { port } = new URL(serving.url);
    const refusals = [
      [[run, '--port', port, '--data-dir', join(folder, 'other')], 2, new RegExp(`Port ${port} of 127\\.0\\.0\\.1 is taken`)],
      [[run, '--port', '0', '--data-dir', data], 2, /Process \d+ stores learners there/],
      [[join(folder, 'nowhere')], 1, /holds no run/],
      [[run, '--host', '203.0.113.7', '--data-dir', join(folder, 'another')], 2, /203\.0\.113\.7 is no address of this machine/],
      [[run, '--log', 'loud'], 2, /error, warn, info or debug/],
    ] as const;
    await Promise.all(
      refusals.map(async ([args, code, said]) => {
        const ended = await metalearn(['serve', ...args]);
        assert.equal(ended.code, code, ended.stderr);
        assert.match(ended.stderr, said);
        assert.doesNotMatch(ended.stderr, /\n\s+at /);
      }),
    );
  });

  it('finishes what runs when it is asked to stop, and ends with code 0', async () => {
    const { url, child, ended, told } = serving;
    // The first of its size: its program is compiled, which takes longer than the signal.
    const running = post(url, '/adapt', { x: Array.from({ length: 200 }, (_, i) => [i / 40]), y: Array.from({ length: 200 }, (_, i) => Math.sin(i)) });
    await new Promise((resolve) => setTimeout(resolve, 40));
    child.kill('SIGTERM');
    const { status, body } = await running;
    assert.equal(status, 201);
    assert.deepEqual(await ended, [0, null]);
    assert.doesNotMatch(told.stderr, /still ran/, 'it did not wait for connections that are kept alive');
    assert.ok(readFileSync(join(data, 'learners.log'), 'utf8').includes(body.learner));
    await assert.rejects(send(url, 'GET', '/health'), 'it takes no more requests');
    assert.equal(told.stdout.split('\n').length, 2, 'one line of JSON');
    assert.doesNotMatch(told.stderr, /\n\s+at /);
  });

  it('bounds how often one address may ask, but for monitors, and stops at Ctrl-C', async () => {
    const { url, child, ended } = await serve('--rate', '5');
    const answers = await Promise.all(Array.from({ length: 30 }, () => send(url, 'GET', '/run')));
    const refused = answers.filter(({ status }) => status === 429);
    assert.ok(refused.length >= 15, `${refused.length} of 30`);
    assert.match(refused[0].body.error, /More than 5 requests came from this address within a second \(--rate\)/);
    assert.equal(refused[0].headers.get('retry-after'), '1');
    assert.equal((await send(url, 'GET', '/health')).status, 200);
    child.kill('SIGINT');
    assert.deepEqual(await ended, [0, null]);
  });
});
