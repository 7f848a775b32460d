import { dirname, extname, join, relative, sep } from 'node:path';
import { isFolder, listEntries } from './folder.js';

/** Pictures of formats that are not read, by the ends of their names. */
const otherFormats = new Set(['.webp', '.gif', '.bmp', '.tif', '.tiff', '.heic', '.heif', '.avif', '.jfif', '.jpe', '.jp2', '.svg', '.pgm', '.ppm']);

const isOther = (path: string): boolean => otherFormats.has(extname(path).toLowerCase());

/**
 * A sentence each for folders in the folders of classes, and for pictures of other formats there: neither is read.
 * @param files the images of the classes, which are.
 */
export function passedOverWarnings(files: readonly string[], directory: string): string[] {
  const folders = besideThem(files).filter((path) => !isOther(path) && isFolder(path));
  const advice = 'the images of a class lie in its own folder, and each class in a folder beside the others';
  return [...told(folders, directory, ['folder within the folders of classes', 'folders within the folders of classes'], advice), ...passedOverPictures(files, directory)];
}

/** A sentence for pictures of other formats that lie beside images which are read. */
export function passedOverPictures(files: readonly string[], directory: string): string[] {
  return told(besideThem(files).filter(isOther), directory, ['picture', 'pictures'], 'only PNG and JPEG files are read, whose names end in .png, .jpg or .jpeg');
}

function besideThem(files: readonly string[]): string[] {
  return [...new Set(files.map((file) => dirname(file)))].flatMap((folder) => listEntries(folder).map((entry) => join(folder, entry)));
}

function told(paths: readonly string[], directory: string, [one, many]: readonly [string, string], advice: string): string[] {
  if (paths.length === 0) return [];
  return [`${paths.length} ${paths.length === 1 ? `${one} is` : `${many} are`} passed over, such as ${relative(directory, paths[0]).split(sep).join('/')}: ${advice}.`];
}
