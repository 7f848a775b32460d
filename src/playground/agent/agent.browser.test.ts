import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible, withPage } from '../../testing/chromium.js';
import { playgroundSite } from '../../testing/playground-site.js';

describe('the page of the agent', () => {
  let site: string;
  before(async () => {
    site = await playgroundSite();
  });
  const open = (use: (page: Page) => Promise<void>, options = {}) => withPage(site, use, { path: 'agent.html', reducedMotion: 'reduce', ...options });

  const panel = (page: Page, name: string) => page.getByRole('region', { name });
  /** The returns of all four rounds, once they are there. */
  async function returns(page: Page, name = 'Meta-trained'): Promise<number[]> {
    const cells = panel(page, name).locator('.returns td');
    await page.waitForFunction((name) => [...document.querySelectorAll(`[aria-label="${name}"] .returns td`)].every((cell) => /\d/.test(cell.textContent!)), name);
    return (await cells.allInnerTexts()).map(Number);
  }
  const anew = (page: Page) => page.waitForFunction(() => /…/.test(document.querySelector('.returns')!.textContent!));

  it('finds a goal that it does not see in few steps, where one without meta-training does not', () =>
    open(async (page) => {
      const found = await returns(page);
      assert.ok(found[3] > found[0] / 3 && found[1] > found[0] / 2, `${found}`);
      const fresh = await returns(page, 'Without meta-training');
      assert.ok(fresh[3] < 3 * found[3], `${fresh}`);
      for (const [step, name] of ['Before adapting', 'After 1 step', 'After 2 steps', 'After 3 steps'].entries()) {
        await page.getByText(name, { exact: true }).first().click();
        await page.getByRole('group', { name: `Meta-trained: ${name.toLowerCase()}` }).waitFor();
        assert.equal(await panel(page, 'Meta-trained').locator('.trail').count(), 20, `trails of round ${step}`);
      }
    }));

  it('starts anew when the goal is dragged or moved by keys, and when it is told to', () =>
    open(async (page) => {
      await returns(page);
      const goal = page.getByRole('slider', { name: 'Goal' });
      const box = (await goal.locator('.goal').boundingBox())!;
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x - 150, box.y + 150, { steps: 4 });
      await page.mouse.up();
      assert.match((await goal.getAttribute('aria-valuetext'))!, /x -?0\.[0-3]/);
      await anew(page);
      const found = await returns(page);
      assert.ok(found[3] > found[0], `${found}`);
      await goal.focus();
      await page.keyboard.press('Shift+ArrowLeft');
      await anew(page);
      await returns(page);
      await page.getByRole('button', { name: 'Again from the start' }).click();
      await anew(page);
      await returns(page);
    }));

  it('shows the ways as they are walked', () =>
    open(
      async (page) => {
        const length = () => panel(page, 'Meta-trained').locator('.trail').first().evaluate((path) => path.getAttribute('d')!.length);
        await panel(page, 'Meta-trained').locator('.trail').first().waitFor();
        const early = await length();
        await page.waitForTimeout(400);
        assert.ok((await length()) > early);
        // Round after round, to the last.
        await page.getByRole('slider', { name: 'Steps a second' }).press('End');
        await page.getByRole('group', { name: 'Meta-trained: after 3 steps' }).waitFor();
      },
      { reducedMotion: 'no-preference' },
    ));

  it('shows every round for its time, also where all were played before the first was walked', () =>
    open(
      async (page) => {
        await page.getByRole('slider', { name: 'Steps a second' }).press('Home');
        await returns(page);
        await page.evaluate(() => {
          const seen = new Map<string, number>();
          const look = () => {
            const label = document.querySelector('.agent .plot')!.getAttribute('aria-label')!;
            if (!seen.has(label)) seen.set(label, performance.now());
            requestAnimationFrame(look);
          };
          look();
          Object.assign(globalThis, { seen });
        });
        await page.getByRole('slider', { name: 'Steps a second' }).press('End');
        await page.getByRole('group', { name: 'Meta-trained: after 3 steps' }).waitFor();
        const seen = await page.evaluate(() => [...(globalThis as unknown as { seen: Map<string, number> }).seen]);
        assert.deepEqual(seen.map(([label]) => label), ['before adapting', 'after 1 step', 'after 2 steps', 'after 3 steps'].map((name) => `Meta-trained: ${name}`));
        // A hundred steps, two hundred a second.
        for (let i = 1; i < 4; i++) assert.ok(seen[i][1] - seen[i - 1][1] > 400, JSON.stringify(seen));
      },
      { reducedMotion: 'no-preference' },
    ));

  it('is accessible, in light and dark colours, and fits a phone', () =>
    open(
      async (page) => {
        await returns(page);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await assertAccessible(page);
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways');
        }
      },
      { viewport: { width: 360, height: 740 } },
    ));
});
