import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { artifactFiles } from '../../artifact/index.js';
import { openRun } from '../../training/index.js';
import { learnsRatings } from '../ratings/inputs.js';
import { environmentOf, openTrainedRun } from '../run-folder.js';
import { cardOf } from './card-of.js';
import type { ExportedParts, ExportOptions } from './export-options.js';
import { learnerParts } from './learner-parts.js';
import { modelCard } from './model-card.js';
import { policyParts } from './policy-parts.js';
import { ratingParts } from './rating-parts.js';
import { isZip, requireRoom, writeArtifact } from './write-artifact.js';

/** What `export --json` prints. */
export interface ExportResult {
  readonly run: string;
  readonly out: string;
  /** The files of the artifact, and their bytes: as they are, and as a server sends them that compresses. */
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly gzipped: number }[];
  readonly bytes: number;
  readonly gzipped: number;
  /** Bytes of the .zip, where it was written as one. */
  readonly zip?: number;
  /** Whether the card tells how well it does. */
  readonly tested: boolean;
}

/** What `export` may be told. */
export interface ExportRunOptions extends ExportOptions {
  /** The folder to write, or a file that ends in .zip. */
  readonly out: string;
  /** 16 or 32, of each weight. Default 32. */
  readonly bits?: 16 | 32;
  /** On what terms others may use it. Default: as the data allow. */
  readonly licence?: string;
}

/**
 * Writes what a run learned as the smallest thing that is of use without this project: weights, programs and a card.
 * @throws UsageError where the run is of a kind that cannot be exported, an option does not fit it, or something else stands where it is to be written.
 */
export async function exportRun(path: string, { out, bits = 32, licence, ...options }: ExportRunOptions): Promise<ExportResult> {
  await requireRoom(out);
  const { files: beside, ...parts } = await partsOf(path, sorted(options));
  const card = await cardOf(path, parts.learns, { licence, testShift: options.testShift });
  const made = await artifactFiles({ ...parts, card, bits, sha256: (bytes) => createHash('sha256').update(bytes).digest('hex') });
  const files = new Map([...made, ...(beside ?? [])]);
  files.set('README.md', new TextEncoder().encode(modelCard(files)));
  await writeArtifact(files, out, card.date);
  const sizes = [...files].map(([name, bytes]) => ({ name, bytes: bytes.length, gzipped: gzipSync(bytes).length }));
  const total = (what: 'bytes' | 'gzipped') => sizes.reduce((sum, each) => sum + each[what], 0);
  return { run: path, out, files: sizes, bytes: total('bytes'), gzipped: total('gzipped'), ...(isZip(out) ? { zip: (await stat(out)).size } : {}), tested: card.test !== undefined };
}

/** What kinds of runs there are, and what each is exported as. */
async function partsOf(path: string, options: ExportOptions): Promise<ExportedParts> {
  if (environmentOf(await openRun(path)) !== undefined) return policyParts(path, options);
  const { settings } = await openTrainedRun(path);
  return learnsRatings(settings) ? ratingParts(path, options) : learnerParts(path, options);
}

/** Numbers of rows and steps once each, the smallest first. */
function sorted({ rows, steps, ...rest }: ExportOptions): ExportOptions {
  const inOrder = (numbers: readonly number[]) => [...new Set(numbers)].sort((a, b) => a - b);
  return { ...rest, ...(rows ? { rows: inOrder(rows) } : {}), ...(steps ? { steps: inOrder(steps) } : {}) };
}
