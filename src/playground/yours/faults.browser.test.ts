import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { withPage } from '../../testing/chromium.js';
import { choose, given, modelFiles, shownCurve, zip, type Given } from '../../testing/given-models.js';
import { playgroundSite } from '../../testing/playground-site.js';

describe('what goes wrong on the page for a model of one’s own', () => {
  let site: string;
  before(async () => {
    site = await playgroundSite();
  });
  const open = (use: (page: Page) => Promise<void>) => withPage(site, use, { path: 'yours.html' });

  it('is said in words of a wrong file, and the page goes on with the model that was there', () =>
    open(async (page) => {
      const files = modelFiles('curves');
      const text = (value: string) => new TextEncoder().encode(value);
      const card = new TextDecoder().decode(files['artifact.json']);
      await choose(page, zip(files));
      const before = await shownCurve(page);
      const wrong: readonly (readonly [Given, RegExp])[] = [
        [given('cut.zip', zipSync(files).subarray(0, 5000)), /The file is no \.zip, or was cut short/],
        [zip({ ...files, 'weights.safetensors': files['weights.safetensors'].subarray(0, 3000) }), /weights\.safetensors has 3000 bytes, and 7604 are needed: it was cut short/],
        [zip({ ...files, 'weights.safetensors': files['weights.safetensors'].with(5000, 7) }), /weights\.safetensors is damaged, or belongs to another model/],
        [zip({ ...files, 'artifact.json': text(card.replace('metalearn artifact 1', 'metalearn artifact 2')) }), /was made by a newer version of metalearn/],
        [zip({ ...files, 'artifact.json': text(card.slice(0, 900)) }), /artifact\.json is not JSON/],
        [given('notes.txt', text('hello')), /There is no artifact\.json among notes\.txt/],
        [given('config.json', text('{}')), /This is a run folder/],
        [given('adapted.safetensors', text('nothing')), /The file is no adapted model, or is damaged/],
        [zip({ ...modelFiles('curves'), 'adapted.safetensors': text('nothing') }), /The file is no adapted model, or is damaged/],
      ];
      for (const [file, said] of wrong) {
        await choose(page, file);
        await page.getByRole('alert').filter({ hasText: said }).waitFor();
        assert.equal(await page.getByRole('alert').count(), 1);
        assert.equal(await shownCurve(page), before, file.name);
      }
      await choose(page, zip({ ...files, 'predict.onnx': files['predict.onnx'].subarray(0, 300) }));
      await page.locator('section [role=alert]').waitFor();
      await choose(page, zip(files));
      assert.equal(await shownCurve(page), before);
      assert.equal(await page.getByRole('alert').count(), 0);
    }));

  it('is left out of a card that was written by hand, or said of what cannot do without', () =>
    open(async (page) => {
      const edited = (model: string, change: (card: Record<string, Record<string, unknown>>) => void) => {
        const files = modelFiles(model);
        const card = JSON.parse(new TextDecoder().decode(files['artifact.json']));
        change(card);
        return zip({ ...files, 'artifact.json': new TextEncoder().encode(JSON.stringify(card)) });
      };
      for (const tables of ['many', [7], [{ head: 'x', rows: [] }], [{ head: ['a'], rows: 'b' }], [{}]]) {
        await choose(page, edited('curves', ({ test }) => (test.tables = tables)));
        await shownCurve(page);
        assert.equal(await page.getByRole('table').count(), 0);
        await page.getByRole('button', { name: 'Put the model away' }).click();
      }
      await choose(page, edited('draw-proto', ({ learns }) => (learns.image = {})));
      await page.getByRole('alert').filter({ hasText: /artifact\.json is damaged: learns\.image\.height/ }).waitFor();
    }));

  it('is said where a browser has no WebAssembly', () =>
    open(async (page) => {
      await page.evaluate(() => delete (globalThis as { WebAssembly?: unknown }).WebAssembly);
      await choose(page, zip(modelFiles('curves')));
      await page.getByText('This browser has no WebAssembly').waitFor();
    }));
});
