import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { assertAccessible, withPage } from '../../testing/chromium.js';
import { adaptationSection, figure, intervalPlot, learningChart, learningSection, renderPage, table, type AdaptationCurve } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-report-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const steps = [0, 1, 2, 3];
const curve = (name: string, tone: AdaptationCurve['tone']): AdaptationCurve => ({ name, tone, steps, mean: steps.map((step) => 0.2 + 0.2 * step), ci95: steps.map(() => 0.01) });
const learned = Array.from({ length: 9 }, (_, i) => ({ name: `run ${i}`, points: [[1, i], [2, i + 1]] as const }));
const long = `a class of ${'many '.repeat(10)}${'w'.repeat(80)}`;
const page = renderPage({
  title: long,
  lead: 'As it is on a phone.',
  sections: [
    adaptationSection('What adapting gains', '', { name: 'accuracy', unit: 'percent', better: 'higher' }, [curve('meta-trained', 'own'), curve(long, 'pretrained'), curve('no meta-training', 'untrained')]),
    { heading: 'Kinds', body: [table(['', 'MAE', 'RMSE', 'nDCG@1', 'nDCG@3', 'nDCG@10', 'hit rate@10'], [[long, ...Array.from({ length: 6 }, () => '1.000 ± 0.100')]]), figure('Intervals.', intervalPlot({ name: 'intervals', label: 'accuracy', rows: [{ name: 'a', tone: 'own', mean: 1, margin: 0.1 }] }))] },
    learningSection('', [learningChart('Loss.', 'loss', learned)]),
  ],
});

for (const colorScheme of ['light', 'dark'] as const) {
  it(`a report is read, scrolled and told apart on a phone, in ${colorScheme} colours`, async () => {
    writeFileSync(join(folder, 'index.html'), page);
    // Browsers ask for it unasked.
    writeFileSync(join(folder, 'favicon.ico'), '');
    await withPage(
      folder,
      async (opened) => {
        await assertAccessible(opened);
        assert.ok(await opened.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page itself scrolls sideways');
        // What is scrolled is reached by the keyboard.
        const scrolled = await opened.evaluate(() => [...document.querySelectorAll<HTMLElement>('figure, .wide')].filter((each) => each.scrollWidth > each.clientWidth).map(({ tabIndex }) => tabIndex));
        assert.ok(scrolled.length >= 3 && scrolled.every((index) => index === 0), scrolled.join());
      },
      { viewport: { width: 360, height: 740 }, colorScheme },
    );
  });
}
