import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { keptCache } from '../playground/parts/fetch-kept.js';
import { repository } from './fixtures.js';

let built: Promise<string> | undefined;

/** The playground as a folder of static files, built once for a test file from what lies compiled beside this, and gone when the process ends. */
export function playgroundSite(): Promise<string> {
  return (built ??= build());
}

/** Waits until a page has all that it needs to work offline: its service worker, and, kept behind its back, a runtime and weights. */
export async function untilOffline(page: Page): Promise<void> {
  await page.waitForFunction(async (cache) => {
    const registration = await navigator.serviceWorker.getRegistration();
    const kept = (await (await caches.open(cache)).keys()).map(({ url }) => url);
    return registration?.active?.state === 'activated' && ['.wasm', '.safetensors'].every((end) => kept.some((url) => url.endsWith(end)));
  }, keptCache);
}

async function build(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'playground-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const dist = fileURLToPath(new URL('..', import.meta.url));
  await promisify(execFile)(process.execPath, [join(repository(), 'scripts', 'build-playground.js'), '--dist', dist, '--out', folder]);
  return folder;
}
