import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync, zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { withPage } from '../testing/chromium.js';
import { repository } from '../testing/fixtures.js';
import { answeredNatively } from '../testing/native-artifact.js';
import type * as metalearn from './index.js';

const dist = fileURLToPath(new URL('..', import.meta.url));
const models = join(repository(), 'src', 'playground', 'models');
const site = mkdtempSync(join(tmpdir(), 'metalearn-web-'));

before(async () => {
  await promisify(execFile)(process.execPath, [join(repository(), 'scripts', 'build-web.js'), '--dist', dist]);
  cpSync(join(dist, 'web-bundle'), site, { recursive: true });
  const runtime = dirname(createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'));
  for (const file of ['ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm', 'ort-wasm-simd-threaded.asyncify.mjs', 'ort-wasm-simd-threaded.asyncify.wasm']) cpSync(join(runtime, file), join(site, file));
  cpSync(join(models, 'draw-proto'), join(site, 'model'), { recursive: true });
  writeFileSync(join(site, 'index.html'), '<!doctype html><html lang="en"><title>A page</title><link rel="icon" href="data:,"><script src="metalearn-web.js"></script><p>A page with a script tag.</p></html>');
});
after(() => rmSync(site, { recursive: true, force: true }));

/** Three drawings of two classes, and one more of the second: stripes this way and that. */
const stripes = (upright: boolean, from: number): number[] => Array.from({ length: 784 }, (_, i) => Number((upright ? i % 28 : Math.floor(i / 28)) % 7 === from));
const support = { x: [...stripes(true, 1), ...stripes(false, 1), ...stripes(false, 3)], y: [0, 1, 1] };
const query = { x: stripes(false, 2) };

interface Answer {
  readonly probabilities: number[];
  readonly device: string;
  readonly threads: number;
  readonly notes: readonly string[];
  readonly gap: number;
}

/** Loads the model in the page, adapts, predicts, and measures how long the page stood still meanwhile. */
const answered = (page: Page, options: metalearn.LoadOptions = {}): Promise<Answer> =>
  page.evaluate(
    async ({ support, query, options }) => {
      const { load } = (globalThis as unknown as { metalearn: typeof metalearn }).metalearn;
      let [last, gap] = [performance.now(), 0];
      const beat = setInterval(() => ([last, gap] = [performance.now(), Math.max(gap, performance.now() - last)]), 10);
      const model = await load('model', options);
      const adapted = await model.adapt(support);
      const { probabilities } = await adapted.predict({ x: [...query.x, ...query.x] });
      const again = await (await model.restore(adapted.save({ name: 'stripes' }))).predict(query);
      clearInterval(beat);
      if (again.probabilities.some((value, i) => value !== probabilities[i])) throw new Error('what was restored answers otherwise');
      return { probabilities: [...probabilities], device: model.device, threads: model.threads, notes: model.notes, gap };
    },
    { support, query, options: options as never },
  );

async function assertAsNative({ probabilities }: Answer): Promise<void> {
  const expected = (await answeredNatively(join(models, 'draw-proto'), support, query)).probabilities;
  assert.ok(expected[1] > 0.5, `${expected}`);
  // Two queries alike, of ten classes each.
  probabilities.forEach((value, i) => assert.ok(Math.abs(value - expected[i % 10]) < 1e-3, `${probabilities} for ${expected}`));
}

test('a plain script tag: a model adapts in a worker and predicts as natively, in one thread', () =>
  withPage(site, async (page) => {
    const answer = await answered(page, { device: 'wasm' });
    await assertAsNative(answer);
    assert.equal(answer.threads, 1);
    assert.match(answer.notes.join(), /One thread: the page is not cross-origin isolated/);
    assert.ok(answer.gap < 500, `the page stood still for ${answer.gap} ms`);
  }));

test('with threads, where the page is cross-origin isolated, it predicts the same', () =>
  withPage(
    site,
    async (page) => {
      const answer = await answered(page, { device: 'wasm' });
      await assertAsNative(answer);
      assert.ok(answer.threads > 1);
    },
    { isolated: true },
  ));

test('where there is no WebGPU, WebAssembly computes, and the model says so', () =>
  withPage(site, async (page) => {
    const answer = await answered(page);
    await assertAsNative(answer);
    assert.equal(answer.device, 'wasm');
    assert.match(answer.notes.join(), /No WebGPU here/);
    await assert.rejects(answered(page, { device: 'webgpu' }), /no WebGPU.*choose WebAssembly/);
  }));

/** A GPU that the browser emulates, as there may be none. */
const emulated = { args: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'] };

test('with WebGPU it predicts the same', () =>
  withPage(
    site,
    async (page) => {
      const answer = await answered(page, { device: 'webgpu' });
      await assertAsNative(answer);
      assert.equal(answer.device, 'webgpu', answer.notes.join());
    },
    emulated,
  ));

test('when the GPU is lost, WebAssembly goes on with the same answer, and the model says so', () =>
  withPage(
    site,
    async (page) => {
      const answer = await page.evaluate(
        async ({ support, query }) => {
          const { load } = (globalThis as unknown as { metalearn: typeof metalearn }).metalearn;
          const losing = `onmessage = ({ data: { id, type } }) => postMessage(type === 'start' ? { id, type: 'started' } : { id, type: 'failed', message: 'the device was lost' })`;
          let started = 0;
          const worker = () => (started++ === 0 ? new Worker(URL.createObjectURL(new Blob([losing]))) : new Worker('metalearn-web-worker.js', { type: 'module' }));
          const model = await load('model', { device: 'webgpu', worker });
          const before = model.device;
          const { probabilities } = await (await model.adapt(support)).predict(query);
          return { probabilities: [...probabilities], before, device: model.device as string, threads: 1, notes: model.notes, gap: 0 };
        },
        { support, query },
      );
      await assertAsNative(answer);
      assert.deepEqual([answer.before, answer.device], ['webgpu', 'wasm']);
      assert.match(answer.notes.join(), /the device was lost.*WebAssembly computes now/);
    },
    emulated,
  ));

test('by itself it takes no GPU that is emulated', () =>
  withPage(site, async (page) => assert.equal((await answered(page)).device, 'wasm'), emulated));

/** What loading these files as a .zip fails with. */
const refusal = (page: Page, files: Record<string, Uint8Array>): Promise<string> =>
  page.evaluate(
    async (zip) => {
      const { load } = (globalThis as unknown as { metalearn: typeof metalearn }).metalearn;
      return load(new Blob([Uint8Array.from(zip)]), { device: 'wasm' }).then(() => 'loaded', (error: Error) => `${error.name}: ${error.message}`);
    },
    [...zipSync(files)],
  );

test('a model in a .zip loads; one that is damaged, of a newer version or not whole is refused in words', () =>
  withPage(site, async (page) => {
    const names = ['artifact.json', 'weights.safetensors', 'adapt-10-rows.onnx', 'adapt-50-rows.onnx', 'predict.onnx'];
    const whole = Object.fromEntries(names.map((name) => [`model/${name}`, new Uint8Array(readFileSync(join(models, 'draw-proto', name)))]));
    assert.equal(await refusal(page, whole), 'loaded');
    const flipped = whole['model/weights.safetensors'].slice();
    flipped[flipped.length - 1] ^= 1;
    assert.match(await refusal(page, { ...whole, 'model/weights.safetensors': flipped }), /WebModelError: weights.safetensors is damaged/);
    assert.match(await refusal(page, { ...whole, 'model/weights.safetensors': flipped.slice(0, 900) }), /has 900 bytes, and \d+ are needed/);
    assert.match(await refusal(page, { ...whole, 'model/artifact.json': new TextEncoder().encode('{"format":"metalearn artifact 9"}') }), /newer version/);
    assert.match(await refusal(page, { 'notes.txt': new Uint8Array(3) }), /no artifact.json among notes.txt/);
  }));

test('the example of a script tag runs as it stands', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'metalearn-tag-'));
  try {
    cpSync(site, folder, { recursive: true });
    cpSync(join(repository(), 'examples', 'web-script-tag', 'index.html'), join(folder, 'index.html'));
    rmSync(join(folder, 'model'), { recursive: true });
    cpSync(join(models, 'curves'), join(folder, 'model'), { recursive: true });
    await withPage(folder, async (page, problems) => {
      await page.waitForFunction(() => /^-?\d+\.\d\d$/.test(document.getElementById('answer')!.textContent!));
      const [x, y] = [[-4, -2, 0, 2, 4], [1.2, -2.9, 0.4, 2.6, -2.1]];
      const expected = (await answeredNatively(join(models, 'curves'), { x, y }, { x: [1] })).values[0];
      assert.equal(await page.locator('#answer').textContent(), expected.toFixed(2));
      // The page of the example has no icon.
      assert.ok(problems.every((problem) => /favicon|404/.test(problem)), problems.join());
      problems.length = 0;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the code of our own is under 40 kB gzipped', () => {
  const own = ['metalearn-web.mjs', 'metalearn-web-worker.js'].map((file) => gzipSync(new Uint8Array(readFileSync(join(site, file)))).length);
  assert.ok(own[0] + own[1] < 40_000, `${own}`);
  assert.ok(own[0] > 5_000);
});
