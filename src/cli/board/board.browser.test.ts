import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { assertAccessible, withPage } from '../../testing/chromium.js';
import { openBoard, type Board } from './serve-board.js';

describe('the board', () => {
  const folder = mkdtempSync(join(tmpdir(), 'metalearn-board-'));
  let board: Board;
  before(async () => {
    makeRun('first', { iterations: 100, lines: 20 });
    makeRun('deeper/second', { iterations: 40, lines: 40, test: { summary: 'Accuracy 90 %.', metric: 'accuracy', mean: 0.9, ci95: 0.01, bySteps: [{ steps: 0, mean: 0.2, ci95: 0.01 }, { steps: 3, mean: 0.9, ci95: 0.01 }], hardest: [{ task: 17, score: 0.4 }] } });
    mkdirSync(join(folder, 'broken'));
    writeFileSync(join(folder, 'broken', 'config.json'), '{"setup": {');
    writeFileSync(join(folder, 'broken', 'metrics.jsonl'), '{"iteration": 1, "loss": 2}\n{"iterat');
    board = await openBoard(folder, 0);
  });
  after(async () => {
    await board.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const line = (iteration: number): string => `${JSON.stringify({ iteration, loss: 2 / iteration, seconds: iteration, ...(iteration % 5 === 0 ? { validation: 1 - 1 / iteration } : {}) })}\n`;
  function makeRun(name: string, { iterations, lines, test }: { iterations: number; lines: number; test?: object }): void {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'config.json'), JSON.stringify({ setup: { task: 'sinusoid', algorithm: 'maml' }, schedule: { iterations } }));
    writeFileSync(join(folder, name, 'metrics.jsonl'), Array.from({ length: lines }, (_, i) => line(i + 1)).join(''));
    if (test) writeFileSync(join(folder, name, 'test.json'), JSON.stringify(test));
  }

  it('lists runs with their states, and shows what is written without being loaded again', () =>
    withPage(board.url, async (page) => {
      const row = (name: string) => page.getByRole('row').filter({ hasText: name }).innerText();
      assert.match(await row('first'), /running\s+sinusoid\s+maml\s+20 of 100/);
      assert.match(await row('second'), /finished\s.*40 of 40/s);
      assert.match(await row('broken'), /unknown/);
      await page.getByRole('checkbox', { name: 'Compare first' }).check();
      appendFileSync(join(folder, 'first', 'metrics.jsonl'), line(21));
      await page.getByText('21 of 100').waitFor();
      assert.ok(await page.getByRole('checkbox', { name: 'Compare first' }).isChecked(), 'what was chosen stays chosen');
      await assertAccessible(page);

      await page.getByRole('checkbox', { name: 'Compare deeper/second' }).check();
      await page.getByRole('button', { name: 'Compare the chosen' }).click();
      await page.getByText('2 runs side by side.').waitFor();
      assert.equal(await page.getByRole('img', { name: /loss/ }).count(), 1);
      assert.equal(await page.getByRole('row').count(), 3);
      await assertAccessible(page);
    }));

  it('narrows the list down to what has the words that are typed, and goes on doing so', () =>
    withPage(
      board.url,
      async (page) => {
        const names = async (): Promise<string[]> => (await page.getByRole('link').allInnerTexts()).filter((name) => name !== 'All runs').sort();
        assert.deepEqual(await names(), ['broken', 'deeper/second', 'first']);
        await page.getByLabel('Show runs').fill('maml SECOND');
        assert.deepEqual(await names(), ['deeper/second']);
        await assertAccessible(page);
        makeRun('second-of-all', { iterations: 10, lines: 1 });
        await page.getByRole('link', { name: 'second-of-all' }).waitFor();
        assert.deepEqual(await names(), ['deeper/second', 'second-of-all']);
        // The button is in sight without scrolling to the end of the list.
        assert.ok(await page.getByRole('button').evaluate((button) => button.getBoundingClientRect().bottom <= innerHeight));
        rmSync(join(folder, 'second-of-all'), { recursive: true });
      },
      { viewport: { width: 700, height: 420 } },
    ));

  it('keeps the focus where it was, in the list, on the button and on what is typed', () =>
    withPage(board.url, async (page) => {
      let written = 30;
      const keeps = async (name: string): Promise<void> => {
        appendFileSync(join(folder, 'first', 'metrics.jsonl'), line((written += 1)));
        await page.getByText(`${written} of 100`).waitFor();
        assert.equal(await page.evaluate(() => document.activeElement?.textContent || document.activeElement?.ariaLabel || document.activeElement?.tagName), name);
      };
      await page.getByRole('link', { name: 'first' }).focus();
      await keeps('first');
      await page.getByRole('checkbox', { name: 'Compare first' }).focus();
      await keeps('Compare first');
      await page.getByRole('button').focus();
      await keeps('Compare the chosen');
      // What is typed is also the value of a box.
      await page.getByLabel('Show runs').fill('first');
      await keeps('INPUT');
      assert.equal(await page.getByLabel('Show runs').evaluate((input) => input === document.activeElement), true);
    }));

  it('shows names of any length without hiding what stands beside them', () =>
    withPage(
      board.url,
      async (page) => {
        const name = `long-${'x'.repeat(180)}`;
        makeRun(name, { iterations: 10, lines: 1 });
        await page.getByRole('link', { name }).waitFor();
        assert.ok((await page.getByRole('link', { name: 'first' }).boundingBox())!.x < 400);
        await page.getByRole('link', { name }).click();
        await page.getByText('Not tested yet').waitFor();
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways');
        rmSync(join(folder, name), { recursive: true });
      },
      { viewport: { width: 700, height: 700 } },
    ));

  it('tells of one run how it went, what the test found, and which tasks were hardest', () =>
    withPage(
      board.url,
      async (page) => {
        await page.getByRole('link', { name: 'deeper/second' }).click();
        await page.getByText('Accuracy 90 %.').waitFor();
        assert.equal(await page.getByRole('img', { name: /adapting gains/ }).count(), 1);
        await page.getByRole('cell', { name: '17 of the test' }).waitFor();
        await assertAccessible(page);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways');
        await page.getByRole('link', { name: 'All runs' }).click();
        await page.getByRole('link', { name: 'broken' }).click();
        await page.getByText('config.json is damaged').waitFor();
      },
      { viewport: { width: 390, height: 800 }, colorScheme: 'dark' },
    ));

  it('keeps a table scrolled to where it was', () =>
    withPage(
      board.url,
      async (page) => {
        const table = page.locator('.wide');
        await table.evaluate((element) => (element.scrollLeft = 150));
        appendFileSync(join(folder, 'first', 'metrics.jsonl'), line(22));
        await page.getByText('22 of 100').waitFor();
        assert.equal(await table.evaluate(({ scrollLeft }) => scrollLeft), 150);
      },
      { viewport: { width: 360, height: 740 } },
    ));

  it('says so where nothing was chosen, and where a run was deleted', () =>
    withPage(board.url, async (page, problems) => {
      await page.getByRole('button', { name: 'Compare the chosen' }).click();
      await page.getByText('No run is chosen.').waitFor();
      assert.deepEqual(problems, []);
      makeRun('leaving', { iterations: 10, lines: 1 });
      await page.goto(`${board.url}/run?name=leaving`);
      await page.getByText('There is no curve to draw').waitFor();
      // As it can be pasted into a shell in the folder where the board was started.
      assert.ok((await page.getByText('metalearn test').innerText()).endsWith(relative('', join(folder, 'leaving'))));
      rmSync(join(folder, 'leaving'), { recursive: true });
      await page.getByText('it was deleted').waitFor();
      assert.equal(await page.getByText('was stopped').count(), 0);
      assert.match(problems.join(), /404/);
      problems.length = 0;
    }));

  it('answers this machine only, and reads nothing but runs', async () => {
    const status = (path: string, host?: string): Promise<number> =>
      new Promise((resolve, reject) => request(new URL(path, board.url), { headers: host ? { host } : {} }, (response) => resolve(response.resume().statusCode!)).on('error', reject).end());
    assert.equal(await status('/'), 200);
    assert.equal(await status('/', 'evil.example'), 403);
    assert.equal(await status(`/run?name=${encodeURIComponent('../../etc')}`), 404);
    assert.equal(await status('/run?name=gone'), 404);
    assert.equal(await status('/nothing'), 404);
    assert.equal(await status(`/compare?name=first${'&name=a-name-that-is-as-long-as-names-of-comparisons'.repeat(1000)}`), 200, 'however many are chosen');
  });

  it('says how to make a run where there is none', async () => {
    const empty = await openBoard(join(folder, 'nowhere'), 0);
    try {
      assert.match(await (await fetch(empty.url)).text(), /There is no run in .*nowhere yet.*metalearn train sinusoid/);
    } finally {
      await empty.close();
    }
  });
});
