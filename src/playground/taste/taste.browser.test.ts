import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible, withPage } from '../../testing/chromium.js';
import { playgroundSite, untilOffline } from '../../testing/playground-site.js';

describe('the page of tastes', () => {
  let site: string;
  before(async () => {
    site = await playgroundSite();
  });
  const open = (use: (page: Page) => Promise<void>, options = {}) =>
    withPage(
      site,
      async (page) => {
        await question(page).waitFor();
        await use(page);
      },
      { path: 'taste.html', ...options },
    );
  const question = (page: Page) => page.locator('.question strong');
  const ranking = (page: Page) => page.getByRole('region', { name: 'For you' }).locator('.title').allInnerTexts();
  const adaptedTo = (page: Page, count: number) => page.getByText(`Adapted to ${count} rating`).waitFor();

  it('reorders the recommendations after every rating, and asks what tells most', () =>
    open(async (page) => {
      const start = await ranking(page);
      const asked = await question(page).innerText();
      await page.getByRole('group', { name: `Your rating of ${asked}` }).getByRole('button', { name: '2 of 10' }).click();
      await adaptedTo(page, 1);
      const after = await ranking(page);
      assert.notDeepEqual(after, start);
      assert.notEqual(await question(page).innerText(), asked);
      assert.ok(!after.includes(asked));
      assert.deepEqual(await page.getByRole('list', { name: 'Rated films' }).locator('li > span').allInnerTexts(), [asked]);

      // A film that nobody has seen is not asked about again.
      const next = await question(page).innerText();
      await page.getByRole('button', { name: 'I have not seen it' }).click();
      await page.waitForFunction((was) => document.querySelector('.question strong')!.textContent !== was, next);

      await page.getByRole('button', { name: 'Undo' }).click();
      await page.waitForFunction(() => !document.body.textContent!.includes('Adapted to'));
      assert.deepEqual(await ranking(page), start);
    }));

  it('finds films by words of their titles, and takes ratings by keys', () =>
    open(async (page) => {
      const top = (await ranking(page))[0];
      await page.getByRole('textbox').fill(top.replace(/\W+\d{4}\W*$/, ''));
      const rating = page.getByRole('list', { name: 'Films found' }).getByRole('group', { name: `Your rating of ${top}` });
      await rating.getByRole('button', { name: '9 of 10' }).focus();
      await page.keyboard.press('Enter');
      await adaptedTo(page, 1);
      assert.ok(!(await ranking(page)).includes(top), 'what was rated is not recommended');
      await page.getByRole('button', { name: `Take back the rating of ${top}` }).click();
      await page.waitForFunction((title) => document.querySelector('[aria-label="For you"] li')!.textContent!.includes(title), top);
      await page.getByRole('textbox').fill('zzzz');
      await page.getByText('No film of the 500 here').waitFor();
    }));

  it('is told apart by tastes to start from', () =>
    open(async (page) => {
      await page.getByRole('button', { name: 'Heroes in tights' }).click();
      await adaptedTo(page, 4);
      const first = await ranking(page);
      await page.getByRole('button', { name: 'Quiet drama' }).click();
      // It says that it is adapted to four ratings already, and goes on saying so.
      await page.waitForFunction((was) => [...document.querySelectorAll<HTMLElement>('[aria-label="For you"] .title')].map(({ innerText }) => innerText).join() !== was, first.join());
      await adaptedTo(page, 4);
      assert.notDeepEqual(await ranking(page), first);
      await page.getByRole('button', { name: 'Clear' }).click();
      await page.waitForFunction(() => !document.body.textContent!.includes('Adapted to'));
    }));

  it('keeps ratings in the browser when it is told to, and says where that cannot be', () =>
    open(async (page) => {
      await page.getByRole('button', { name: 'Quiet drama' }).click();
      await page.getByRole('checkbox').check();
      await page.waitForFunction(() => localStorage.getItem('metalearn-taste') !== null);
      await page.reload();
      await adaptedTo(page, 4);
      await page.evaluate(() => {
        Storage.prototype.setItem = () => {
          throw new DOMException('full', 'QuotaExceededError');
        };
      });
      await page.getByRole('button', { name: 'Heroes in tights' }).click();
      await page.getByText('Your ratings could not be kept').waitFor();
      await adaptedTo(page, 4);
      await page.getByRole('checkbox').uncheck();
      await page.reload();
      await question(page).waitFor();
      assert.equal(await page.getByText('Adapted to').count(), 0);
    }));

  it('goes on keeping ratings where it was told to before there were any', () =>
    open(async (page) => {
      await page.getByRole('checkbox').check();
      await page.reload();
      await question(page).waitFor();
      await page.waitForFunction(() => document.querySelector<HTMLInputElement>('.keep input')!.checked);
      await page.getByRole('button', { name: 'Quiet drama' }).click();
      await adaptedTo(page, 4);
      await page.reload();
      await adaptedTo(page, 4);
    }));

  it('works offline after the first load', () =>
    open(
      async (page) => {
        await untilOffline(page);
        await page.context().setOffline(true);
        await page.reload();
        await page.getByRole('button', { name: 'Quiet drama' }).click();
        await adaptedTo(page, 4);
        await page.context().setOffline(false);
      },
      { serviceWorkers: 'allow' },
    ));

  it('is accessible, in light and dark colours, and fits a phone', () =>
    open(
      async (page) => {
        await page.getByRole('button', { name: 'Quiet drama' }).click();
        await adaptedTo(page, 4);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await page.waitForTimeout(500);
          await assertAccessible(page);
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways');
        }
      },
      { viewport: { width: 360, height: 740 } },
    ));
});
