import type { NdArray } from '../../graph/index.js';
import { decodeSafetensors, encodeSafetensors } from '../../training/safetensors.js';
import { namesOf } from '../names.js';
import { usualNegatives } from '../untaken-items.js';
import { slotsOfColumns } from './attribute-values.js';
import { catalogue, type Catalogue, type CatalogueParts } from './catalogue.js';

/** Thrown where bytes are not a catalogue that this version can read. */
export class CatalogueError extends Error {
  override name = 'CatalogueError';
}

const format = 'metalearn catalogue 1';

/** What stands in the file as JSON; the rest are arrays. */
type Told = Pick<CatalogueParts, 'name' | 'columns' | 'ratingTarget' | 'negatives' | 'dataItems' | 'scale' | 'titles'> & { readonly items: readonly string[] };

/** A catalogue as one .safetensors file, whose metadata has names, titles and columns as JSON. Equal catalogues give equal bytes. */
export function encodeCatalogue({ name, columns, ratingTarget, negatives, dataItems, scale, items, titles, rows, counts }: Catalogue): Uint8Array {
  const told: Told = { name, columns, ratingTarget, negatives, dataItems, scale, items: Array.from({ length: items.count }, (_, item) => items.nameOf(item)), titles };
  return encodeSafetensors({
    metadata: { format, catalogue: JSON.stringify(told) },
    tensors: new Map<string, NdArray>([
      ['rows', rows],
      ['counts', { data: counts, shape: [counts.length], dtype: 'int32' }],
    ]),
  });
}

/**
 * Reads what `encodeCatalogue` wrote.
 * @throws SafetensorsError where the bytes are cut short or no such file; CatalogueError where they are no catalogue, or its parts do not fit together.
 */
export function decodeCatalogue(bytes: Uint8Array): Catalogue {
  const { metadata, tensors } = decodeSafetensors(bytes);
  if (metadata.format !== format) throw new CatalogueError(`The file is no catalogue that this version reads: its format is ${JSON.stringify(metadata.format)}, and '${format}' is needed.`);
  const { items, ...told } = parsed(metadata.catalogue);
  const [rows, counts] = [tensors.get('rows'), tensors.get('counts')];
  const slots = slotsOfColumns(told.columns.filter(({ of }) => of === 'item'));
  const fits =
    rows?.dtype === 'float32' && rows.shape.length === 2 && rows.shape[0] === items.length && rows.shape[1] === slots &&
    counts?.dtype === 'int32' && counts.data.length === items.length && (told.titles === undefined || told.titles.length === items.length);
  if (!fits) throw new CatalogueError(`The parts of the catalogue do not fit together: ${items.length} items of ${slots} values, rows of shape (${rows?.shape}), ${counts?.data.length} counts. Write it anew from the run.`);
  return catalogue({ ...told, items: namesOf(items), rows: rows!, counts: counts!.data as Int32Array });
}

function parsed(json: string | undefined): Told {
  try {
    const told = JSON.parse(json ?? '') as Partial<Told>;
    if (Array.isArray(told.items) && Array.isArray(told.columns) && typeof told.ratingTarget?.kind === 'string' && typeof told.scale?.low === 'number') {
      // Files of earlier versions do not say these two.
      const { negatives = told.ratingTarget.kind === 'taken' ? usualNegatives : 0, dataItems = told.items.length } = told;
      if (isCount(negatives) && isCount(dataItems) && dataItems <= told.items.length) return { ...(told as Told), negatives, dataItems };
    }
  } catch {
    // Said below.
  }
  throw new CatalogueError('The file says that it is a catalogue, but its description is damaged. Write it anew from the run.');
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
