import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { omniglot } from '../../fewshot/index.js';
import { foldIn, key } from '../../random/index.js';
import { assertAccessible, withPage } from '../../testing/chromium.js';
import { repository } from '../../testing/fixtures.js';
import { playgroundSite } from '../../testing/playground-site.js';
import { sharedData, withoutSharedData } from '../../testing/shared-data.js';
import { sets } from './examples.js';
import type { Drawing } from '../parts/strokes.js';

describe('the page to draw on', () => {
  let site: string;
  before(async () => {
    site = await playgroundSite();
  });
  const open = (use: (page: Page) => Promise<void>, options = {}) =>
    withPage(
      site,
      async (page) => {
        await page.locator('.timing').waitFor();
        await use(page);
      },
      { path: 'draw.html', ...options },
    );

  const query = (page: Page): Locator => page.locator('.query .pad');
  /** What the first learner takes the query for. */
  const seen = (page: Page, learner = 'MAML'): Locator => page.getByRole('region', { name: learner }).locator('.bars .strong span').first();
  const weather = Object.fromEntries(sets[0].symbols.map(({ name, drawing }) => [name, drawing]));

  /** Draws with the mouse, a little larger than the example, as nobody draws the same twice. */
  async function draw(page: Page, pad: Locator, drawing: Drawing): Promise<void> {
    await pad.scrollIntoViewIfNeeded();
    const box = (await pad.boundingBox())!;
    for (const stroke of drawing) {
      const at = stroke.map(([x, y]) => [box.x + box.width * (0.5 + 1.08 * (x - 0.48)), box.y + box.height * (0.5 + 1.05 * (y - 0.52))] as const);
      await page.mouse.move(...at[0]);
      await page.mouse.down();
      for (const place of at) await page.mouse.move(...place);
      await page.mouse.up();
    }
  }

  it('tells drawings by mouse from one drawing of each symbol, and takes strokes back', () =>
    open(async (page) => {
      for (const name of ['Lightning', 'Wind', 'Moon']) {
        await draw(page, query(page), weather[name]);
        await seen(page).filter({ hasText: name }).waitFor();
        await page.getByRole('button', { name: 'Clear the drawing' }).click();
        await page.getByText('Draw on the large pad').waitFor();
      }
      await draw(page, query(page), weather.Rain);
      assert.equal(await query(page).locator('path').count(), weather.Rain.length);
      await page.getByRole('button', { name: 'Undo the stroke' }).click();
      assert.equal(await query(page).locator('path').count(), weather.Rain.length - 1);
      assert.match(await page.locator('.timing').innerText(), /Adapted to 5 drawings of 5 symbols in \d+ ms on this device/);
    }));

  it('lets learners be chosen, side by side', () =>
    open(async (page) => {
      await page.getByText('ProtoNet').click();
      await page.getByText('No meta-training').first().click();
      await page.locator('.timing').nth(2).waitFor();
      await draw(page, query(page), weather.Sun);
      await seen(page, 'ProtoNet').filter({ hasText: 'Sun' }).waitFor();
      await seen(page, 'MAML').filter({ hasText: 'Sun' }).waitFor();
      await seen(page, 'No meta-training').waitFor();
      await page.getByRole('slider', { name: 'Steps' }).first().press('ArrowRight');
      assert.equal(await page.getByRole('slider', { name: 'Steps' }).first().getAttribute('aria-valuetext'), '5');
      await page.getByRole('region', { name: 'MAML' }).getByText('MAML').waitFor();
    }));

  it('takes symbols of the visitor, drawn by keys, and says what is missing', () =>
    open(async (page) => {
      await page.getByRole('button', { name: 'Your own' }).click();
      await page.getByText('Draw at least two symbols').waitFor();
      const pen = async (pad: Locator, keys: readonly string[]) => {
        await pad.focus();
        for (const pressed of ['Space', ...keys, 'Space']) await page.keyboard.press(pressed);
      };
      const [across, down] = [Array<string>(4).fill('Shift+ArrowRight'), Array<string>(4).fill('Shift+ArrowDown')];
      await pen(page.getByRole('application', { name: /Symbol 1, drawing 1/ }), across);
      await pen(page.getByRole('application', { name: /Symbol 2, drawing 1/ }), down);
      await page.getByText('One symbol is still empty, and left out.').waitFor();
      await pen(query(page), ['ArrowUp', ...down]);
      await seen(page).filter({ hasText: 'Symbol 2' }).waitFor();
      await page.getByRole('button', { name: 'Another drawing of Symbol 2' }).click();
      await pen(page.getByRole('application', { name: /Symbol 2, drawing 2/ }), ['ArrowLeft', ...down]);
      await page.locator('.timing', { hasText: '3 drawings of 2 symbols' }).waitFor();
      await page.getByRole('button', { name: 'Clear Symbol 1' }).click();
      await page.getByText('Draw at least two symbols').waitFor();
    }));

  it('takes drawings by finger', () =>
    open(
      async (page) => {
        await query(page).scrollIntoViewIfNeeded();
        const box = (await query(page).boundingBox())!;
        await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
        assert.equal(await query(page).locator('path').count(), 1);
        await seen(page).waitFor();
      },
      { hasTouch: true, viewport: { width: 390, height: 800 } },
    ));

  it('keeps a stroke apart from a second finger, and from the other buttons of a mouse', () =>
    open(
      async (page) => {
        await query(page).scrollIntoViewIfNeeded();
        const box = (await query(page).boundingBox())!;
        const touch = await page.context().newCDPSession(page);
        const finger = (id: number, x: number, y: number) => ({ id, x: box.x + box.width * x, y: box.y + box.height * y });
        await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [finger(0, 0.2, 0.2)] });
        await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [finger(0, 0.2, 0.2), finger(1, 0.9, 0.9)] });
        for (let i = 3; i < 8; i++) await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [finger(0, 0.2, i / 10), finger(1, 0.9, 0.9 - i / 20)] });
        await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
        await query(page).click({ button: 'right' });
        const strokes = await query(page).locator('path').evaluateAll((paths) => paths.map((path) => path.getAttribute('d')!));
        assert.equal(strokes.length, 1);
        const across = strokes[0].slice(1).split('L').map((place) => Number(place.split(' ')[0]));
        assert.ok(across.length > 2 && across.every((x) => Math.abs(x - 21) < 1), strokes[0]);
      },
      { hasTouch: true },
    ));

  it('gives every symbol a name of its own', () =>
    open(async (page) => {
      await page.getByRole('button', { name: 'Your own' }).click();
      await page.getByRole('button', { name: 'Remove Symbol 1' }).click();
      await page.getByRole('button', { name: 'Add a symbol' }).click();
      assert.deepEqual(await page.getByLabel('Name of the symbol').evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value)), ['Symbol 2', 'Symbol 3', 'Symbol 4']);
    }));

  it('is accessible, in light and dark colours, and fits a phone', () =>
    open(
      async (page) => {
        await draw(page, query(page), weather.Wind);
        await seen(page).waitFor();
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await assertAccessible(page);
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways');
        }
      },
      { viewport: { width: 360, height: 740 } },
    ));

  it('reaches on real drawings, by its own way from pixels on, what the test of the model found', { skip: withoutSharedData }, () =>
    open(async (page) => {
      const family = omniglot({ dataDirectory: sharedData, size: 105, ways: 5, shots: 1, queries: 3 });
      // As one text an image: numbers go to the page one by one, and slowly.
      const texts = ({ data, shape: [count] }: { data: ArrayLike<number>; shape: readonly number[] }) => Array.from({ length: count }, (_, i) => Array.from({ length: 105 * 105 }, (_, pixel) => Math.round(data[i * 105 * 105 + pixel])).join(''));
      const scores: number[] = [];
      for (let episode = 0; episode < 40; episode++) {
        const { support, query } = family.sample('test', foldIn(key(7), episode));
        const answers = await page.evaluate(
          ([x, y, queries]) => {
            const pixels = (texts: readonly string[]) => texts.map((text) => Array.from(text, Number));
            return (globalThis as unknown as { playground: { classify(...given: unknown[]): Promise<number[][]> } }).playground.classify('proto', pixels(x), y, pixels(queries));
          },
          [texts(support.x), Array.from(support.y.data as Int32Array), texts(query.x)] as const,
        );
        scores.push(answers.filter((shares, i) => shares.indexOf(Math.max(...shares)) === query.y.data[i]).length / answers.length);
      }
      const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
      const ci95 = 1.96 * Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (scores.length - 1) / scores.length);
      const { test } = JSON.parse(readFileSync(join(repository(), 'src', 'playground', 'models', 'draw-proto', 'artifact.json'), 'utf8')) as { test: { inductive: { mean: number; ci95: number } } };
      const found = test.inductive;
      assert.ok(Math.abs(mean - found.mean) <= found.ci95 + ci95, `${mean} ± ${ci95} in the page, ${found.mean} ± ${found.ci95} in metalearn test`);
      assert.ok(ci95 < 0.02);
    }));
});
