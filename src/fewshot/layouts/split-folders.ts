import { join } from 'node:path';
import type { Split } from '../../tasks/index.js';
import { isFolder, listClasses, listEntries, type ClassFolder } from '../folder.js';

const validationNames = ['val', 'validation'];

/** Whether a folder has one of `train/`, `val/`, `validation/` and `test/` with folders in it. A class may have such a name, with images in it. */
export function hasSplitFolders(directory: string): boolean {
  return ['train', ...validationNames, 'test'].some((name) => {
    const folder = join(directory, name);
    return isFolder(folder) && listEntries(folder).some((entry) => isFolder(join(folder, entry)));
  });
}

/** The classes in the folders of the three splits. @throws Error where one of these is missing. */
export function readSplitFolders(directory: string): Record<Split, ClassFolder[]> {
  const present = validationNames.filter((name) => isFolder(join(directory, name)));
  if (present.length > 1) throw new Error(`${directory} has both val/ and validation/. Keep one of them.`);
  const missing = [...['train', 'test'].filter((name) => !isFolder(join(directory, name))), ...(present.length === 0 ? ['val (or validation)'] : [])];
  if (missing.length > 0) {
    throw new Error(
      `${directory} has folders of splits with folders of classes in them, but no ${missing.join(' and no ')}. Add what is missing, or put the folders of all classes into ${directory} itself to have them split.`,
    );
  }
  const of = (name: string): ClassFolder[] => listClasses(join(directory, name));
  return { train: of('train'), validation: of(present[0]), test: of('test') };
}
