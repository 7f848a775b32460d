import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostTask } from '../tasks/index.js';
import type { ImageFormat } from './family.js';
import { isFolder, listClasses, listEntries, stackImages, type ClassFolder } from './folder.js';
import { inspectImage } from './images/index.js';

/** An episode that lies on disk. */
export interface FixedEpisode {
  /** The name of its folder. */
  readonly name: string;
  /** The names of its classes, sorted; a label is a place in it. */
  readonly classes: readonly string[];
  /** Its images as a learner wants them, read whenever they are asked for. Without masks, and without `classes`: those depend on the learner's ways. */
  readonly task: HostTask;
}

/**
 * Fixed episodes to be tested on: `DIR/EPISODE/support/CLASS/*.png` and `DIR/EPISODE/query/CLASS/*.png` (or JPEG), of any ways and shots,
 * another number of images in every class. Episodes, classes and files come in the order of their names.
 *
 * All folders and the headers of all files are read at once, pixels later, so that what is wrong is found before the first episode is run.
 * @throws Error that names the folder, where it has no episodes, one lacks its support or query, has fewer than two classes, a class without
 *   images, or in its query a class that its support has not; or the file that is damaged or no image.
 */
export function readEpisodes(directory: string, format: ImageFormat): FixedEpisode[] {
  const names = listEntries(directory).filter((entry) => isFolder(join(directory, entry)));
  if (names.length === 0) throw new Error(`${directory} should have a folder for each episode, with folders support and query in it, but it has no folders.`);
  return names.map((name) => readEpisode(join(directory, name), name, format));
}

function readEpisode(folder: string, name: string, format: ImageFormat): FixedEpisode {
  const support = classesIn(folder, 'support');
  const query = classesIn(folder, 'query');
  const classes = support.map((each) => each.name);
  if (classes.length < 2) throw new Error(`${join(folder, 'support')} has one class, ${classes[0]}. An episode needs at least two.`);
  const stranger = query.find((each) => !classes.includes(each.name));
  if (stranger) throw new Error(`${join(folder, 'query')} has the class "${stranger.name}", which its support has not: that has ${classes.join(', ')}. Add it there, or take it out.`);
  for (const file of [...support, ...query].flatMap(({ files }) => files)) inspectImage(readFileSync(file), file);
  return {
    name,
    classes,
    get task() {
      return { support: examplesOf(support, classes, format), query: examplesOf(query, classes, format) };
    },
  };
}

function classesIn(folder: string, part: 'support' | 'query'): ClassFolder[] {
  const own = join(folder, part);
  if (!isFolder(own)) throw new Error(`${folder} has no folder ${part}. An episode has a support and a query, in each one folder of images per class.`);
  return listClasses(own);
}

function examplesOf(folders: readonly ClassFolder[], classes: readonly string[], format: ImageFormat): HostTask['support'] {
  const y = Int32Array.from(folders.flatMap(({ name, files }) => files.map(() => classes.indexOf(name))));
  return { x: stackImages(folders.flatMap(({ files }) => files), format), y: { data: y, shape: [y.length], dtype: 'int32' } };
}
