import assert from 'node:assert/strict';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { after } from 'node:test';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
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

export interface PageOptions extends SiteOptions, Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'reducedMotion' | 'hasTouch' | 'acceptDownloads' | 'serviceWorkers'> {
  /** The page of the site to open, relative to its root. Default: the first. */
  readonly path?: string;
  /** Further arguments of the browser. Default: WebAssembly is not optimised, as pages are open for seconds only, and compiling takes more than computing. */
  readonly args?: readonly string[];
}

/** A browser for each set of arguments, for all pages of a test file: starting one takes longer than most of what is tested. */
const browsers = new Map<string, Promise<Browser>>();
after(() => Promise.all([...browsers.values()].map(async (browser) => (await browser).close())));

function browserWith(args: readonly string[]): Promise<Browser> {
  const started = browsers.get(args.join(' ')) ?? chromium.launch({ executablePath: findChromium(), args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...args] });
  browsers.set(args.join(' '), started);
  return started;
}

/**
 * Opens a page in a headless Chromium for `use`, as in a browser that was never used before, and closes it afterwards.
 * Service workers are blocked unless asked for: each would load the whole site once more.
 *
 * `site` is a folder with a built site, which is served on loopback, or the URL of a server. `problems` collects in words what went wrong in the page:
 * console errors, uncaught errors and requests that failed or were answered by an error. It has to be empty in the end: a test that provokes
 * some asserts them and sets `problems.length = 0`.
 */
export async function withPage(site: string, use: (page: Page, problems: string[]) => Promise<void>, options: PageOptions = {}): Promise<void> {
  const { path = '', args = ['--js-flags=--liftoff-only'], isolated, serviceWorkers = 'block', ...rest } = options;
  const served = /^https?:/.test(site) ? { url: site, close: async () => {} } : await serveSite(site, { isolated });
  try {
    const context = await (await browserWith(args)).newContext({ serviceWorkers, ...rest });
    try {
      const page = await context.newPage();
      const problems = problemsOf(page);
      await page.goto(new URL(path, served.url).href);
      await use(page, problems);
      assert.deepEqual(problems, []);
    } finally {
      await context.close();
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
