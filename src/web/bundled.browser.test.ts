import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { withPage } from '../testing/chromium.js';
import { repository } from '../testing/fixtures.js';
import { answeredNatively } from '../testing/native-artifact.js';
import type * as metalearn from './index.js';

const project = mkdtempSync(join(tmpdir(), 'metalearn-bundled-'));
after(() => rmSync(project, { recursive: true, force: true }));

const model = join(repository(), 'src', 'playground', 'models', 'draw-proto');
/** Two classes of stripes, this way and that, and one more of the second. */
const stripes = (upright: boolean, from: number): number[] => Array.from({ length: 784 }, (_, i) => Number((upright ? i % 28 : Math.floor(i / 28)) % 7 === from));
const support = { x: [...stripes(true, 1), ...stripes(false, 1), ...stripes(false, 3)], y: [0, 1, 1] };
const query = { x: stripes(false, 2) };

test('a page that esbuild bundled by the command in docs/web.md finds its worker and its runtime, and predicts as natively', async () => {
  const [, command] = readFileSync(join(repository(), 'docs', 'web.md'), 'utf8').match(/^ +esbuild (page\.js .*)$/m)!;
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(repository(), join(project, 'node_modules', 'metalearn'));
  writeFileSync(join(project, 'page.js'), "import { load } from 'metalearn/web'; globalThis.load = load;");
  await promisify(execFile)(join(repository(), 'node_modules', '.bin', 'esbuild'), [...command.split(' '), '--log-level=error'], { cwd: project });

  const site = join(project, 'site');
  cpSync(createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'), join(site, 'ort-wasm-simd-threaded.wasm'));
  cpSync(model, join(site, 'model'), { recursive: true });
  writeFileSync(join(site, 'index.html'), '<!doctype html><html lang="en"><title>A page</title><link rel="icon" href="data:,"><script type="module" src="page.js"></script><p>A bundled page.</p></html>');
  await withPage(site, async (page) => {
    const probabilities = await page.evaluate(
      async ({ support, query }) => {
        const { load } = globalThis as unknown as { load: typeof metalearn.load };
        const adapted = await (await load('model', { device: 'wasm' })).adapt(support);
        return [...(await adapted.predict(query)).probabilities];
      },
      { support, query },
    );
    const expected = (await answeredNatively(model, support, query)).probabilities;
    assert.equal(probabilities.length, expected.length);
    probabilities.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-3, `${probabilities} for ${expected}`));
  });
});
