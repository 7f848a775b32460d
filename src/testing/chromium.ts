import assert from 'node:assert/strict';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import axe from 'axe-core';
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core';
import { serveSite, type SiteOptions } from './static-site.js';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** The browser's executable: CHROMIUM, else the first of its usual names on PATH. @throws Error, saying how to get one, where there is none. */
export function findChromium(): string {
  const { CHROMIUM: chosen, PATH = '' } = process.env;
  const folders = PATH.split(delimiter).filter(Boolean);
  const candidates = chosen ? [chosen] : names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = candidates.find(isExecutable);
  if (found) return found;
  throw new Error(chosen ? `CHROMIUM is ${chosen}, which cannot be run: name the browser's executable, or leave it unset.` : `None of ${names.join(', ')} is on PATH: run apt-get install chromium, or name the executable in CHROMIUM.`);
}

export interface PageOptions extends SiteOptions, Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'reducedMotion' | 'hasTouch' | 'acceptDownloads'> {
  /** The page of the site to open, relative to its root. Default: the first. */
  readonly path?: string;
  /** Further arguments of the browser. */
  readonly args?: readonly string[];
}

/**
 * Opens a page in a headless Chromium for `use`, and closes all afterwards.
 *
 * `site` is a folder with a built site, which is served on loopback, or the URL of a server. `problems` collects in words what went wrong in the page:
 * console errors, uncaught errors and requests that failed or were answered by an error. It has to be empty in the end: a test that provokes
 * some asserts them and sets `problems.length = 0`.
 */
export async function withPage(site: string, use: (page: Page, problems: string[]) => Promise<void>, options: PageOptions = {}): Promise<void> {
  const { path = '', args = [], isolated, ...context } = options;
  const served = /^https?:/.test(site) ? { url: site, close: async () => {} } : await serveSite(site, { isolated });
  try {
    const browser = await chromium.launch({ executablePath: findChromium(), args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...args] });
    try {
      const page = await (await browser.newContext(context)).newPage();
      const problems = problemsOf(page);
      await page.goto(new URL(path, served.url).href);
      await use(page, problems);
      assert.deepEqual(problems, []);
    } finally {
      await browser.close();
    }
  } finally {
    await served.close();
  }
}

/** Asserts that axe finds no serious or critical fault in the page as it is now. */
export async function assertAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  const faults = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  assert.deepEqual(faults.flatMap(({ id, help, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html}: ${failureSummary}`)), []);
}

function problemsOf(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  // The browser reports what the page called off itself as failed, too.
  page.on('requestfailed', (request) => request.failure()?.errorText !== 'net::ERR_ABORTED' && problems.push(`request: ${request.url()}: ${request.failure()?.errorText}`));
  page.on('response', (response) => response.status() >= 400 && problems.push(`request: ${response.url()}: ${response.status()}`));
  return problems;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
