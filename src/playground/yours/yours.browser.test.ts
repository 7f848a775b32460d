import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { encode } from 'fast-png';
import { unzipSync } from 'fflate';
import type { Locator, Page } from 'playwright-core';
import { exportRun } from '../../cli/export/export-run.js';
import { assertAccessible, withPage, type PageOptions } from '../../testing/chromium.js';
import { repository } from '../../testing/fixtures.js';
import { freshRun } from '../../testing/fresh-run.js';
import { choose, drop, given, modelFiles, shownCurve, zip } from '../../testing/given-models.js';
import { playgroundSite } from '../../testing/playground-site.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-yours-'));
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
      await choose(page, zip(modelFiles('curves')));
      const about = page.getByRole('region', { name: 'The model' });
      for (const said of ['5-shot sinusoid, exact maml', 'Sinusoids drawn by the program itself.', 'MIT', '1,761 parameters of 32 bits']) await about.getByText(said).first().waitFor();
      await about.getByText('How well it does').click();
      await about.getByRole('rowheader', { name: 'pretrained, then fine-tuned' }).waitFor();

      const before = await shownCurve(page);
      await page.getByRole('slider', { name: 'Point 2' }).press('Shift+ArrowUp');
      await page.waitForFunction((d) => document.querySelector('.plot .line.now')?.getAttribute('d') !== d, before);
      const bent = await shownCurve(page);
      const saved = await downloaded(page);
      assert.deepEqual(Object.keys(unzipSync(saved)).sort(), ['README.md', 'adapt.onnx', 'adapted.safetensors', 'artifact.json', 'predict.onnx', 'weights.safetensors']);

      await page.reload();
      await choose(page, given('back.zip', saved));
      await page.getByText('It comes adapted').waitFor();
      assert.equal(await shownCurve(page), bent);
      assert.equal(await page.getByRole('slider', { name: /Point/ }).count(), 0);
    }));

  it('uses loose files that are dropped: classes are drawn, and told', () =>
    open(async (page) => {
      await drop(page, Object.entries(modelFiles('draw-proto')).map(([name, bytes]) => given(name, bytes)));
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
      await drop(page, [zip(modelFiles('curves'))], 'h1');
      await shownCurve(page);
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

  it('offers no model to download that was adapted to other examples than those shown', () =>
    open(async (page) => {
      await page.getByRole('button', { name: 'A model of drawings' }).click();
      const grey = (value: number) => given('grey.png', encode({ width: 30, height: 30, channels: 1, depth: 8, data: new Uint8Array(900).fill(value) }));
      await page.getByLabel('Choose image files of Class 1').setInputFiles(grey(0));
      await page.getByLabel('Choose image files of Class 2').setInputFiles(grey(255));
      const download = page.getByRole('button', { name: 'Download the adapted model' });
      await page.locator('.timing').waitFor();
      assert.ok(await download.isEnabled());
      await page.getByLabel('Choose image files of Class 2').setInputFiles(Array.from({ length: 60 }, () => grey(200)));
      await page.getByText('The support set has 62 rows').waitFor();
      assert.ok(await download.isDisabled());
    }));

  it('shows the reach of the axes that counts', () =>
    open(async (page) => {
      await page.getByRole('button', { name: 'A model of curves' }).click();
      const reach = page.getByLabel('x up to');
      for (const [typed, counts] of [['0', '5'], ['1e9', '5'], ['20', '20'], ['', '20']]) {
        await reach.fill(typed);
        await reach.blur();
        assert.equal(await reach.inputValue(), counts, typed);
      }
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
      await choose(page, zip(modelFiles('taste')));
      await page.getByText('This is a model of ratings, of movietweetings').waitFor();
      await choose(page, zip(modelFiles('agent')));
      await page.getByText('This is the policy of an agent, for nav2d').waitFor();
      assert.equal(await page.getByRole('button', { name: 'Download the adapted model' }).count(), 0);
      await page.getByRole('button', { name: 'Put the model away' }).click();
      await page.getByRole('button', { name: 'A model of curves' }).waitFor();
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
        await choose(page, zip(modelFiles('curves')));
        await shownCurve(page);
        await page.getByText('How well it does').click();
        await fits();
        await choose(page, zip(modelFiles('draw-proto')));
        await draw(page, page.getByRole('application', { name: /Class 1, drawing 1/ }), true);
        await draw(page, page.getByRole('application', { name: /Class 2, drawing 1/ }), false);
        await draw(page, page.getByRole('application', { name: 'The drawing to tell' }), true);
        await page.locator('.bars').waitFor();
        await fits();
      },
      { viewport: { width: 360, height: 740 } },
    ));
});
