import { join } from 'node:path';
import type { Split } from '../../tasks/index.js';
import { isFolder, listClasses, listEntries, type ClassFolder } from '../folder.js';
import { hasSplitFolders, readSplitFolders } from './split-folders.js';
import { hasSplitTables, readSplitTables } from './split-tables.js';

/** The classes of each split. */
export type SplitClasses = Readonly<Record<Split, readonly ClassFolder[]>>;

/** What a folder of images says of their classes, and of what these are for. */
export type Layout =
  /** One folder per class, whose split is for us to choose. */
  | { readonly layout: 'classes'; readonly classes: readonly ClassFolder[] }
  /** `train/`, `val/` and `test/`, in each one folder per class. */
  | { readonly layout: 'splits'; readonly splits: SplitClasses }
  /** `images/` with all files, and the tables `train.csv`, `val.csv` and `test.csv` of filename and label, as mini-ImageNet has them. */
  | { readonly layout: 'csv'; readonly splits: SplitClasses; readonly tables: readonly string[] };

/**
 * The classes of a folder of images, in whichever of the three layouts it has.
 * @throws Error that says what is missing of the layout or wrong in it, or that a class is in two splits.
 */
export function readLayout(directory: string): Layout {
  if (listEntries(directory).includes('images') && isFolder(join(directory, 'images')) && hasSplitTables(directory)) {
    const { splits, tables } = readSplitTables(directory);
    return { layout: 'csv', splits: apart(directory, splits), tables };
  }
  if (hasSplitFolders(directory)) return { layout: 'splits', splits: apart(directory, readSplitFolders(directory)) };
  return { layout: 'classes', classes: listClasses(directory) };
}

function apart(directory: string, splits: SplitClasses): SplitClasses {
  const splitOf = new Map<string, string>();
  for (const [split, classes] of Object.entries(splits)) {
    for (const { name } of classes) {
      const other = splitOf.get(name);
      if (other) {
        throw new Error(
          `The class "${name}" is in both ${other} and ${split} of ${directory}. Meta-learning is tested on classes that it has not seen: move each class to one split, or give a folder with one folder per class and no splits.`,
        );
      }
      splitOf.set(name, split);
    }
  }
  return splits;
}
