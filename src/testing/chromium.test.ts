import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { assertAccessible, findChromium, withPage } from './chromium.js';

describe('a page in Chromium', () => {
  const site = mkdtempSync(join(tmpdir(), 'site-'));
  after(() => rmSync(site, { recursive: true }));
  const html = (body: string) => `<!doctype html><html lang="en"><head><title>A page</title><link rel="icon" href="data:,"></head><body><main><h1>A page</h1>${body}</main></body></html>`;
  writeFileSync(join(site, 'index.html'), html('<button>Press</button>'));
  writeFileSync(join(site, 'broken.html'), html('<button></button><img src="none.png" alt="none"><script>console.error("said"); throw new Error("thrown")</script>'));

  it('is opened, used and found without problems', () =>
    withPage(site, async (page) => {
      assert.equal(await page.title(), 'A page');
      assert.equal(await page.evaluate(() => crossOriginIsolated), false);
      await assertAccessible(page);
    }));

  it('is cross-origin isolated where the test wants it', () =>
    withPage(site, async (page) => assert.equal(await page.evaluate(() => crossOriginIsolated), true), { isolated: true }));

  it('tells what went wrong, and fails the test', async () => {
    const failing = withPage(
      site,
      async (page, problems) => {
        assert.match(problems.join('\n'), /console: said/);
        assert.match(problems.join('\n'), /error: thrown/);
        assert.match(problems.join('\n'), /none\.png: 404/);
        await assert.rejects(assertAccessible(page), /button-name/);
      },
      { path: 'broken.html' },
    );
    await assert.rejects(failing, /console: said/);
  });

  it('is refused in words where there is no browser', () => {
    const { CHROMIUM, PATH } = process.env;
    try {
      delete process.env.CHROMIUM;
      process.env.PATH = site;
      assert.throws(() => findChromium(), /apt-get install chromium/);
      process.env.CHROMIUM = '/none/such';
      assert.throws(() => findChromium(), /CHROMIUM is \/none\/such/);
    } finally {
      process.env.PATH = PATH;
      if (CHROMIUM === undefined) delete process.env.CHROMIUM;
      else process.env.CHROMIUM = CHROMIUM;
    }
  });
});
