import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { withPage } from '../../testing/chromium.js';
import { playgroundSite, untilOffline } from '../../testing/playground-site.js';
import { serveSite } from '../../testing/static-site.js';

describe('the shell of the playground', () => {
  let site: string;
  before(async () => {
    site = await playgroundSite();
  });

  it('has a way to every page and past the navigation, and remembers the theme', () =>
    withPage(
      site,
      async (page) => {
        const addresses = await page.locator('nav a').evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
        assert.equal(addresses.length, 5);
        for (const address of addresses) assert.ok(existsSync(join(site, address)), address);
        assert.equal(await page.locator('nav a[aria-current="page"]').innerText(), 'Curves');
        assert.ok((await page.locator('meta[name="description"]').getAttribute('content'))!.length > 40);

        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        assert.equal(await page.evaluate(() => document.activeElement!.id), 'content');

        const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        const light = await ground();
        await page.getByRole('button', { name: /Theme/ }).click();
        assert.equal(await ground(), light);
        await page.getByRole('button', { name: 'Theme: light' }).click();
        const dark = await ground();
        assert.notEqual(dark, light);
        await page.reload();
        assert.equal(await ground(), dark);
      },
      { colorScheme: 'light' },
    ));

  it('works from a folder of a host, and without a connection after the first load', async () => {
    const server = await serveSite(join(site, '..'));
    const folder = `${site.split('/').at(-1)}/`;
    await withPage(
      server.url,
      async (page) => {
        await page.locator('.line.now').first().waitFor();
        await untilOffline(page);
        await server.close();
        await page.context().setOffline(true);
        await page.reload();
        await page.locator('.line.now').first().waitFor();
        await page.getByRole('link', { name: 'Draw' }).click();
        await page.getByRole('heading', { level: 1, name: /drawing/ }).waitFor();
        // Its model, too, is there without ever having been used.
        await page.getByText(/Adapted to 5 drawings/).waitFor();
      },
      { path: folder, serviceWorkers: 'allow' },
    );
  });
});
