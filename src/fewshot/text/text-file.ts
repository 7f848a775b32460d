import { group } from 'd3-array';
import { key } from '../../random/index.js';
import { requireOptions } from '../../nn/require-options.js';
import { countRange, episodeSizes, splitClasses, splitSizes, type EpisodeSizes } from '../../tasks/index.js';
import { fingerprint, readBytes } from '../../tasks/files/index.js';
import { defaultQueries } from '../family.js';
import { ngramVectors } from '../../tasks/text/index.js';
import { repeatedTexts, sharedTexts, withoutRepeats } from './repeats.js';
import type { TextRepresentation } from '../../tasks/text/index.js';
import { textFamily, type TextClass, type TextFamily } from './text-family.js';
import { readTextRows, type TextColumns, type TextRow } from './text-rows.js';

export interface TextFileOptions extends Partial<EpisodeSizes>, TextColumns {
  /** A table (.csv, .tsv) with a header line, or JSON lines, in UTF-8. */
  readonly file: string;
  /** Labels with fewer texts are left out. Without it they are an error where they are too few for a task. */
  readonly minimum?: number;
  /** How texts become numbers. Default `ngramVectors()`. */
  readonly representation?: TextRepresentation;
  /** Labels that each split has at least. Default: `ways`, the most of them. Tasks of other ways come from the same splits where it is the same. */
  readonly splitWays?: number;
  /** The seed of the shuffle that splits the labels. */
  readonly seed?: number;
}

/**
 * The user's own texts and their labels, from a table or JSON lines. The columns are those named by `text` and `label`, else found by their usual names (text,
 * utterance, sentence, query ..., label, intent, class ...). Of the labels, shuffled with `seed`, about 60% are for training and 20% each for validation and
 * testing, but never fewer than `splitWays`.
 *
 * `warnings` tell of rows without text or label (left out), of texts that stand twice under one label (read once, else a text could be support and query of one
 * task), of texts under several labels, and of labels that `minimum` leaves out.
 * @throws Error where the file is missing, empty or not UTF-8, lacks a column or has a line that cannot be read, or labels or texts are too few.
 */
export function textFile(options: TextFileOptions): TextFamily {
  requireOptions('textFile', options, { file: true, text: true, label: true, ...episodeSizes, minimum: true, representation: true, splitWays: true, seed: true });
  const { file, ways = 5, shots = 1, queries = defaultQueries, balance, seed = 0, minimum = 1, representation = ngramVectors() } = options;
  if (!Number.isInteger(minimum) || minimum < 1) throw new RangeError(`minimum must be a whole number of texts of at least 1, got ${minimum}.`);
  const bytes = readBytes(file);
  const rows = readTextRows(bytes, file, options);
  const whole = rows.filter(({ text, label }) => text.trim() !== '' && label !== '');
  if (whole.length === 0) throw new Error(`${file} has ${rows.length === 0 ? 'a header line and no rows' : `${rows.length} rows, none of which has both a text and a label`}.`);
  const once = withoutRepeats(whole);
  const [classes, few] = byLabel(once, minimum);
  const needed = countRange('shots', shots)[1] + countRange('queries', queries)[1];
  requireEnough(classes, needed, file);

  const { splitWays = countRange('ways', ways, 2)[1] } = options;
  let sizes;
  try {
    sizes = splitSizes(classes.length, splitWays);
  } catch (error) {
    throw new RangeError(`${file}: ${(error as Error).message}${few.length > 0 ? ` ${leftOut(few, minimum)}` : ''}`, { cause: error });
  }
  const splits = splitClasses(classes, sizes, key(seed));
  const warnings = [...emptyRows(rows, whole), ...repeatedTexts(whole, once), ...(few.length > 0 ? [leftOut(few, minimum)] : []), ...sharedTexts(splits)];
  return textFamily('text', splits, representation, { ways, shots, queries, balance }, { seed, minimum, sha256: fingerprint(bytes) }, warnings);
}

/** The labels, sorted, with at least `minimum` texts, and those with fewer. */
function byLabel(rows: readonly TextRow[], minimum: number): [enough: TextClass[], few: TextClass[]] {
  const classes = [...group(rows, ({ label }) => label)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, own]) => ({ name, texts: own.map(({ text }) => text) }));
  return [classes.filter(({ texts }) => texts.length >= minimum), classes.filter(({ texts }) => texts.length < minimum)];
}

function requireEnough(classes: readonly TextClass[], needed: number, file: string): void {
  const few = classes.filter(({ texts }) => texts.length < needed);
  if (few.length === 0) return;
  throw new RangeError(
    `${few.length} of the ${classes.length} labels of ${file} have fewer texts than the ${needed} that shots and queries need: ${listed(few)}. ` +
      `Ask for fewer queries, add texts, or leave these labels out with minimum: ${needed}.`,
  );
}

function leftOut(few: readonly TextClass[], minimum: number): string {
  return `${few.length} ${few.length === 1 ? 'label has' : 'labels have'} fewer than ${minimum} texts and ${few.length === 1 ? 'is' : 'are'} left out: ${listed(few)}.`;
}

function listed(classes: readonly TextClass[]): string {
  const shown = classes.slice(0, 3).map(({ name, texts }) => `"${name}" has ${texts.length}`).join(', ');
  return classes.length > 3 ? `${shown}, and ${classes.length - 3} more` : shown;
}

function emptyRows(rows: readonly TextRow[], whole: readonly TextRow[]): string[] {
  const count = rows.length - whole.length;
  if (count === 0) return [];
  const first = rows.find((row, i) => row !== whole[i])!;
  return [`${count} of ${rows.length} rows have no text or no label and are left out; the first is line ${first.line}.`];
}
