import { createHash } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { artifactFiles } from '../../artifact/index.js';
import { openRun, replaceFile } from '../../training/index.js';
import { UsageError } from '../failure.js';
import { learnsRatings } from '../ratings/inputs.js';
import { environmentOf, openTrainedRun } from '../run-folder.js';
import { cardOf } from './card-of.js';
import type { ExportedParts, ExportOptions } from './export-options.js';
import { learnerParts } from './learner-parts.js';
import { modelCard } from './model-card.js';
import { policyParts } from './policy-parts.js';
import { ratingParts } from './rating-parts.js';

/** What `export --json` prints. */
export interface ExportResult {
  readonly run: string;
  readonly out: string;
  /** The files that were written, and their bytes. */
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly bytes: number;
}

/** What `export` may be told. */
export interface ExportRunOptions extends ExportOptions {
  readonly out: string;
  /** 16 or 32, of each weight. Default 32. */
  readonly bits?: 16 | 32;
  /** On what terms others may use it. Default: as the data allow. */
  readonly licence?: string;
}

/**
 * Writes what a run learned as the smallest thing that is of use without this project: weights, programs and a card.
 * @throws UsageError where the folder holds something else, or the run is of a kind that cannot be exported.
 */
export async function exportRun(path: string, { out, bits = 32, licence, ...options }: ExportRunOptions): Promise<ExportResult> {
  await requireRoom(out);
  const { files: beside, ...parts } = await partsOf(path, options);
  const card = await cardOf(path, parts.learns, { licence });
  const made = await artifactFiles({ ...parts, card, bits, sha256: (bytes) => createHash('sha256').update(bytes).digest('hex') });
  const files = new Map([...made, ...(beside ?? [])]);
  files.set('README.md', new TextEncoder().encode(modelCard(files)));
  await mkdir(out, { recursive: true });
  // The card last: a folder without it is no artifact.
  const names = [...files.keys()].filter((name) => name !== 'artifact.json');
  for (const name of names) await writeFile(join(out, name), files.get(name)!);
  await replaceFile(join(out, 'artifact.json'), files.get('artifact.json')!);
  const sizes = [...files].map(([name, { length }]) => ({ name, bytes: length }));
  return { run: path, out, files: sizes, bytes: sizes.reduce((total, { bytes }) => total + bytes, 0) };
}

/** What kinds of runs there are, and what each is exported as. */
async function partsOf(path: string, options: ExportOptions): Promise<ExportedParts> {
  if (environmentOf(await openRun(path)) !== undefined) return policyParts(path, options);
  const { settings } = await openTrainedRun(path);
  return learnsRatings(settings) ? ratingParts(path, options) : learnerParts(path, options);
}

/** An artifact may take the place of another, and of nothing else. */
async function requireRoom(out: string): Promise<void> {
  const found = await readdir(out).catch(() => []);
  if (found.length > 0 && !(found as string[]).includes('artifact.json')) throw new UsageError(`${out} is not empty and holds no artifact (${found.slice(0, 3).join(', ')}): give another folder with --out.`);
}
