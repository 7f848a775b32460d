// Takes the pictures of the playground for the docs, from a built site: node scripts/playground/screenshots.js [--site site] [--out docs/images]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repository } from './sources.js';

const { values } = parseArgs({ options: { site: { type: 'string', default: join(repository, 'site') }, out: { type: 'string', default: join(repository, 'docs', 'images') }, dist: { type: 'string', default: join(repository, 'dist') } } });
const { withPage } = await import(join(values.dist, 'testing', 'chromium.js'));

/** What a visitor does on each page before the picture is taken. */
const visits = {
  'index.html': async (page) => {
    await page.locator('.network .line').first().waitFor();
    await page.getByRole('slider', { name: 'Steps' }).press('ArrowRight');
  },
  'draw.html': async (page) => {
    await page.locator('.timing').waitFor();
    const pad = page.locator('.query .pad');
    await pad.scrollIntoViewIfNeeded();
    const { x, y, width } = await pad.boundingBox();
    const at = [[0.58, 0.17], [0.33, 0.55], [0.52, 0.54], [0.4, 0.86], [0.72, 0.42], [0.54, 0.45], [0.66, 0.2]].map(([right, down]) => [x + width * right, y + width * down]);
    await page.mouse.move(...at[0]);
    await page.mouse.down();
    for (const place of at) await page.mouse.move(...place, { steps: 5 });
    await page.mouse.up();
    await page.locator('.bars').waitFor();
  },
  'taste.html': async (page) => {
    await page.getByRole('button', { name: 'Space and aliens' }).click();
    await page.getByText('Adapted to 4').waitFor();
  },
  'agent.html': async (page) => {
    await page.waitForFunction(() => [...document.querySelectorAll('.returns td')].every((cell) => /\d/.test(cell.textContent)));
    await page.getByText('After 1 step').first().click();
  },
  'yours.html': async (page) => page.waitForTimeout(300),
};

mkdirSync(values.out, { recursive: true });
for (const [path, visit] of Object.entries(visits)) {
  await withPage(
    values.site,
    async (page) => {
      await visit(page);
      await page.waitForTimeout(600);
      const name = path === 'index.html' ? 'curves' : path.replace('.html', '');
      await page.screenshot({ path: join(values.out, `${name}.png`), fullPage: true });
    },
    { path, viewport: { width: 860, height: 640 }, reducedMotion: 'reduce' },
  );
}
