import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { encode } from 'fast-png';
import { unzipSync, zipSync } from 'fflate';
import type { Locator, Page } from 'playwright-core';
import { exportRun } from '../../cli/export/export-run.js';
import { assertAccessible, withPage, type PageOptions } from '../../testing/chromium.js';
import { repository } from '../../testing/fixtures.js';
import { freshRun } from '../../testing/fresh-run.js';
import { playgroundSite } from '../../testing/playground-site.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-yours-'));
const filesOf = (model: string): Record<string, Uint8Array> => {
  const from = join(repository(), 'src', 'playground', 'models', model);
  return Object.fromEntries(readdirSync(from).map((name) => [name, new Uint8Array(readFileSync(join(from, name)))]));
};

interface Given {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}
const given = (name: string, bytes: Uint8Array): Given => ({ name, mimeType: '', buffer: Buffer.from(bytes) });
const zip = (files: Record<string, Uint8Array>, name = 'model.zip'): Given => given(name, zipSync(files, { level: 0 }));
const choose = (page: Page, ...files: Given[]) => page.getByLabel('Files of a model').setInputFiles(files);

/** Drops files as a hand would. */
async function drop(page: Page, files: readonly Given[], place = '.drop'): Promise<void> {
  const transfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, bytes } of files) transfer.items.add(new File([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], name));
    return transfer;
  }, files.map(({ name, buffer }) => ({ name, bytes: buffer.toString('base64') })));
  const zone = page.locator(place);
  for (const type of ['dragover', 'drop']) await zone.dispatchEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true });
}

const curve = async (page: Page): Promise<string> => {
  await page.locator('.plot .line.now').waitFor();
  // A curve that is on its way comes within a moment.
  await page.waitForTimeout(200);
  return (await page.locator('.plot .line.now').getAttribute('d'))!;
};

async function downloaded(page: Page): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download the adapted model' }).click()]);
  return readFileSync(await download.path());
}

async function draw(page: Page, pad: Locator, upright: boolean, at = 0.5): Promise<void> {
  await pad.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await pad.boundingBox())!;
  const place = (along: number): [number, number] => (upright ? [x + width * at, y + height * along] : [x + width * along, y + height * at]);
  await page.mouse.move(...place(0.2));
  await page.mouse.down();
  for (const along of [0.4, 0.6, 0.8]) await page.mouse.move(...place(along));
  await page.mouse.up();
}

describe('the page for a model of one’s own', () => {
  let site: string;
  before(async () => {
    site = await playgroundSite();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const open = (use: (page: Page, problems: string[]) => Promise<void>, options: PageOptions = {}) => withPage(site, use, { path: 'yours.html', acceptDownloads: true, ...options });

  it('uses a .zip that is chosen: its card is told, its curve bends, and adapted it is downloaded and loaded back with the same curve', () =>
    open(async (page) => {
      await choose(page, zip(filesOf('curves')));
      const about = page.getByRole('region', { name: 'The model' });
      for (const said of ['5-shot sinusoid, exact maml', 'Sinusoids drawn by the program itself.', 'MIT', '1,761 parameters of 32 bits']) await about.getByText(said).first().waitFor();
      await about.getByText('How well it does').click();
      await about.getByRole('rowheader', { name: 'pretrained, then fine-tuned' }).waitFor();

      const before = await curve(page);
      await page.getByRole('slider', { name: 'Point 2' }).press('Shift+ArrowUp');
      await page.waitForFunction((d) => document.querySelector('.plot .line.now')?.getAttribute('d') !== d, before);
      const bent = await curve(page);
      const saved = await downloaded(page);
      assert.deepEqual(Object.keys(unzipSync(saved)).sort(), ['README.md', 'adapt.onnx', 'adapted.safetensors', 'artifact.json', 'predict.onnx', 'weights.safetensors']);

      await page.reload();
      await choose(page, given('back.zip', saved));
      await page.getByText('It comes adapted').waitFor();
      assert.equal(await curve(page), bent);
      assert.equal(await page.getByRole('slider', { name: /Point/ }).count(), 0);
    }));

  it('uses loose files that are dropped: classes are drawn, and told', () =>
    open(async (page) => {
      await drop(page, Object.entries(filesOf('draw-proto')).map(([name, bytes]) => given(name, bytes)));
      await draw(page, page.getByRole('application', { name: /Class 1, drawing 1/ }), true);
      await page.getByText('One class has examples.').waitFor();
      await draw(page, page.getByRole('application', { name: /Class 2, drawing 1/ }), false);
      await draw(page, page.getByRole('application', { name: 'The drawing to tell' }), true, 0.45);
      const best = page.getByRole('list', { name: 'What the model sees' }).locator('.strong');
      await best.filter({ hasText: 'Class 1' }).waitFor();
      const shares = await page.locator('.bars').innerText();
      const saved = await downloaded(page);

      // What it was adapted to loads by itself, too, on the model that it belongs to.
      await choose(page, given('adapted.safetensors', unzipSync(saved)['adapted.safetensors']));
      await page.getByText('It comes adapted').waitFor();
      await draw(page, page.getByRole('application', { name: 'The drawing to tell' }), true, 0.45);
      await best.filter({ hasText: 'Class 1' }).waitFor();
      assert.equal(await page.locator('.bars').innerText(), shares);
    }));

  it('uses a folder that is chosen, and what is dropped beside its place', () =>
    open(async (page) => {
      await page.getByLabel('The folder of a model').setInputFiles(join(repository(), 'src', 'playground', 'models', 'draw-proto'));
      await page.getByRole('application', { name: /Class 1, drawing 1/ }).waitFor();
      await drop(page, [zip(filesOf('curves'))], 'h1');
      await curve(page);
      assert.match(page.url(), /yours\.html$/);
    }));

  it('takes images from files', () =>
    open(async (page) => {
      await page.getByRole('button', { name: 'A model of drawings' }).click();
      const line = (upright: boolean, at: number) => given('line.png', encode({ width: 60, height: 60, channels: 1, depth: 8, data: Uint8Array.from({ length: 3600 }, (_, i) => (Math.abs((upright ? i % 60 : Math.floor(i / 60)) - at) < 2 ? 0 : 255)) }));
      await page.getByLabel('Choose image files of Class 1').setInputFiles([line(true, 30), line(true, 27)]);
      await page.getByLabel('Choose image files of Class 2').setInputFiles(line(false, 30));
      await page.getByLabel('Choose image files of what is asked').setInputFiles(line(false, 33));
      await page.locator('.bars .strong', { hasText: 'Class 2' }).waitFor();
      await page.getByLabel('Choose image files of what is asked').setInputFiles(given('notes.png', Buffer.from('no image')));
      await page.getByText('notes.png is no image that this browser can read').waitFor();
      await page.locator('.bars .strong', { hasText: 'Class 2' }).waitFor();
    }));

  it('takes texts, and rows of a table in their own units, by pasting them', async () => {
    const [texts, table] = [join(folder, 'texts.csv'), join(folder, 'shops.csv')];
    writeFileSync(texts, `text,label\n${Array.from({ length: 120 }, (_, i) => `word${i} again,label${i % 15}`).join('\n')}\n`);
    writeFileSync(table, `shop,price,kind,sold\n${Array.from({ length: 120 }, (_, i) => `${i % 8},${i},${'abc'[i % 3]},${1000 + i}`).join('\n')}\n`);
    const exported = async (name: string, task: string, options: Parameters<typeof freshRun>[2]) => {
      await exportRun(await freshRun(join(folder, name), task, options), { out: join(folder, `${name}.zip`) });
      return given(`${name}.zip`, readFileSync(join(folder, `${name}.zip`)));
    };
    const [text, rows] = [await exported('text', `text:${texts}`, { ways: 2, channels: 8, algorithm: 'r2d2' }), await exported('table', `table:${table}`, { shots: 3, set: ['taskColumn=shop', 'targetColumn=sold'] })];
    await open(async (page) => {
      await choose(page, text);
      const [examples, queries] = [page.getByLabel('Examples, with'), page.getByLabel('Rows to ask about')];
      await examples.fill('wake me at seven, alarm\nplay some jazz\tmusic');
      await queries.fill('play some jazz\nwake me at seven');
      await page.locator('.answers > li').nth(0).locator('.strong', { hasText: 'music' }).waitFor();
      await page.locator('.answers > li').nth(1).locator('.strong', { hasText: 'alarm' }).waitFor();
      await examples.fill('no class here');
      await page.getByText('Line 1 has no class').waitFor();

      await choose(page, rows);
      await page.getByText('to predict a value for rows of a table').waitFor();
      await examples.fill('price,kind,sold\n10,a,1010\n20,b,1020');
      await queries.fill('price;kind\n15;c');
      await page.getByText(/^sold: 10\d\d$/).waitFor();
      await queries.fill('cost\n15');
      await page.getByText('The first line has to name the columns, and lacks price, kind').waitFor();
    });
  });

  it('says of models of ratings and of agents where they are shown', () =>
    open(async (page) => {
      await choose(page, zip(filesOf('taste')));
      await page.getByText('This is a model of ratings, of movietweetings').waitFor();
      await choose(page, zip(filesOf('agent')));
      await page.getByText('This is the policy of an agent, for nav2d').waitFor();
      assert.equal(await page.getByRole('button', { name: 'Download the adapted model' }).count(), 0);
      await page.getByRole('button', { name: 'Put the model away' }).click();
      await page.getByRole('button', { name: 'A model of curves' }).waitFor();
    }));

  it('says in words what is wrong with a file, and goes on with the model that was there', () =>
    open(async (page) => {
      const files = filesOf('curves');
      const text = (value: string) => new TextEncoder().encode(value);
      const card = new TextDecoder().decode(files['artifact.json']);
      await choose(page, zip(files));
      const before = await curve(page);
      const wrong: readonly (readonly [Given, RegExp])[] = [
        [given('cut.zip', zipSync(files).subarray(0, 5000)), /The file is no \.zip, or was cut short/],
        [zip({ ...files, 'weights.safetensors': files['weights.safetensors'].subarray(0, 3000) }), /weights\.safetensors has 3000 bytes, and 7604 are needed: it was cut short/],
        [zip({ ...files, 'weights.safetensors': files['weights.safetensors'].with(5000, 7) }), /weights\.safetensors is damaged, or belongs to another model/],
        [zip({ ...files, 'artifact.json': text(card.replace('metalearn artifact 1', 'metalearn artifact 2')) }), /was made by a newer version of metalearn/],
        [zip({ ...files, 'artifact.json': text(card.slice(0, 900)) }), /artifact\.json is not JSON/],
        [given('notes.txt', text('hello')), /There is no artifact\.json among notes\.txt/],
        [given('config.json', text('{}')), /This is a run folder/],
        [given('adapted.safetensors', text('nothing')), /The file is no adapted model, or is damaged/],
        [zip({ ...filesOf('curves'), 'adapted.safetensors': text('nothing') }), /The file is no adapted model, or is damaged/],
      ];
      for (const [file, said] of wrong) {
        await choose(page, file);
        await page.getByRole('alert').filter({ hasText: said }).waitFor();
        assert.equal(await page.getByRole('alert').count(), 1);
        assert.equal(await curve(page), before, file.name);
      }
      await choose(page, zip({ ...files, 'predict.onnx': files['predict.onnx'].subarray(0, 300) }));
      await page.locator('section [role=alert]').waitFor();
      await choose(page, zip(files));
      assert.equal(await curve(page), before);
      assert.equal(await page.getByRole('alert').count(), 0);
    }));

  it('says that a browser without WebAssembly cannot run models', () =>
    open(async (page) => {
      await page.evaluate(() => delete (globalThis as { WebAssembly?: unknown }).WebAssembly);
      await choose(page, zip(filesOf('curves')));
      await page.getByText('This browser has no WebAssembly').waitFor();
    }));

  it('is accessible, in light and dark colours, and fits a phone', () =>
    open(
      async (page) => {
        const fits = async () => {
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme });
            await assertAccessible(page);
          }
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways');
        };
        await fits();
        await choose(page, zip(filesOf('curves')));
        await curve(page);
        await page.getByText('How well it does').click();
        await fits();
        await choose(page, zip(filesOf('draw-proto')));
        await draw(page, page.getByRole('application', { name: /Class 1, drawing 1/ }), true);
        await draw(page, page.getByRole('application', { name: /Class 2, drawing 1/ }), false);
        await draw(page, page.getByRole('application', { name: 'The drawing to tell' }), true);
        await page.locator('.bars').waitFor();
        await fits();
      },
      { viewport: { width: 360, height: 740 } },
    ));
});
