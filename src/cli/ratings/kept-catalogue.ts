import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogueOf, decodeCatalogue, encodeCatalogue, type Catalogue } from '../../recommend/index.js';
import type { TaskFamily } from '../../tasks/index.js';
import { replaceFile } from '../../training/index.js';
import { isRatingFamily } from './rating-family.js';

const file = 'catalogue.safetensors';

/** Leaves the items of rating tasks in a run folder, so that recommending needs no data set; does nothing of other tasks. */
export async function keepCatalogue(run: string, family: TaskFamily): Promise<void> {
  if (isRatingFamily(family)) await replaceFile(join(run, file), encodeCatalogue(catalogueOf(family)));
}

/** @throws Error where the folder has no catalogue, or a damaged one. */
export async function readCatalogue(run: string): Promise<Catalogue> {
  const path = join(run, file);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new Error(`There is no catalogue of items in ${run}: metalearn train --out ${run} --resume writes ${file} anew.`, { cause: error });
  });
  try {
    return decodeCatalogue(bytes);
  } catch (error) {
    throw new Error(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
