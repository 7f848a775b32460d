import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cache } from './cache.js';

/** Things of 10 bytes that write down when they are made and freed. */
function things(log: string[]) {
  return (name: string) => async () => {
    log.push(`make ${name}`);
    return { name, bytes: 10, release: async () => void log.push(`free ${name}`) };
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const nameOf = async ({ name }: { name: string }) => name;

test('a thing is made once, and what was used least recently is freed when the bound is passed', async () => {
  const log: string[] = [];
  const make = things(log);
  const cache = new Cache<{ name: string; bytes: number; release(): Promise<void> }>(25);
  for (const key of ['a', 'b', 'a', 'c', 'b']) assert.equal(await cache.use(key, make(key), nameOf), key);
  await turn();
  assert.deepEqual(log, ['make a', 'make b', 'make c', 'free b', 'make b', 'free a']);
});

test('the newest is kept, however large', async () => {
  const log: string[] = [];
  const cache = new Cache<{ name: string; bytes: number; release(): Promise<void> }>(0);
  for (const key of ['a', 'a', 'b', 'b']) await cache.use(key, things(log)(key), nameOf);
  await turn();
  assert.deepEqual(log, ['make a', 'make b', 'free a']);
});

test('what is dropped while it is in use is freed when that ends', async () => {
  const log: string[] = [];
  const cache = new Cache<{ name: string; bytes: number; release(): Promise<void> }>(0);
  let finish = () => {};
  const slow = cache.use('a', things(log)('a'), async ({ name }) => {
    await new Promise<void>((resolve) => (finish = resolve));
    log.push(`used ${name}`);
  });
  await cache.use('b', things(log)('b'), nameOf);
  await turn();
  assert.deepEqual(log, ['make a', 'make b']);
  finish();
  await slow;
  await turn();
  assert.deepEqual(log, ['make a', 'make b', 'used a', 'free a']);
});

test('clearing waits for what is in use, frees each thing once, and leaves the cache usable', async () => {
  const log: string[] = [];
  const cache = new Cache<{ name: string; bytes: number; release(): Promise<void> }>(100);
  const used = cache.use('a', things(log)('a'), async ({ name }) => {
    await turn();
    log.push(`used ${name}`);
  });
  await Promise.all([cache.clear(), cache.clear(), used]);
  assert.deepEqual(log, ['make a', 'used a', 'free a']);
  assert.equal(await cache.use('a', things(log)('a'), nameOf), 'a');
});

test('what cannot be made is tried again the next time, and does not stand in the way of clearing', async () => {
  const cache = new Cache<{ name: string; bytes: number; release(): Promise<void> }>(100);
  const failing = cache.use('a', () => Promise.reject(new Error('no')), nameOf);
  const cleared = cache.clear();
  await assert.rejects(failing, /no/);
  await cleared;
  await assert.rejects(cache.use('a', () => Promise.reject(new Error('again')), nameOf), /again/);
  assert.equal(await cache.use('a', things([])('a'), nameOf), 'a');
});

test('a use that fails leaves the thing where it is', async () => {
  const log: string[] = [];
  const cache = new Cache<{ name: string; bytes: number; release(): Promise<void> }>(100);
  await assert.rejects(cache.use('a', things(log)('a'), () => Promise.reject(new Error('use'))), /use/);
  assert.equal(await cache.use('a', things(log)('a'), nameOf), 'a');
  assert.deepEqual(log, ['make a']);
});
