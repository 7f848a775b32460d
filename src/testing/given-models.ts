import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { repository } from './fixtures.js';

/** A file that is chosen or dropped in a page. */
export interface Given {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}
export const given = (name: string, bytes: Uint8Array): Given => ({ name, mimeType: '', buffer: Buffer.from(bytes) });
export const zip = (files: Record<string, Uint8Array>, name = 'model.zip'): Given => given(name, zipSync(files, { level: 0 }));

/** The files of a model of the playground, by name. */
export function modelFiles(model: string): Record<string, Uint8Array> {
  const from = join(repository(), 'src', 'playground', 'models', model);
  return Object.fromEntries(readdirSync(from).map((name) => [name, new Uint8Array(readFileSync(join(from, name)))]));
}

/** Chooses files of a model by the button of the page. */
export const choose = (page: Page, ...files: Given[]): Promise<void> => page.getByLabel('Files of a model').setInputFiles(files);

/** Drops files as a hand would. */
export async function drop(page: Page, files: readonly Given[], place = '.drop'): Promise<void> {
  const transfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, bytes } of files) transfer.items.add(new File([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], name));
    return transfer;
  }, files.map(({ name, buffer }) => ({ name, bytes: buffer.toString('base64') })));
  const zone = page.locator(place);
  for (const type of ['dragover', 'drop']) await zone.dispatchEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true });
}

/** The curve that is drawn, once it stands still. */
export async function shownCurve(page: Page): Promise<string> {
  await page.locator('.plot .line.now').waitFor();
  // A curve that is on its way comes within a moment.
  await page.waitForTimeout(200);
  return (await page.locator('.plot .line.now').getAttribute('d'))!;
}
