import { dirname, extname, join, relative, sep } from 'node:path';
import { isFolder, listEntries, type ClassFolder } from './folder.js';

/** Pictures of formats that are not read, by the ends of their names. */
const otherFormats = new Set(['.webp', '.gif', '.bmp', '.tif', '.tiff', '.heic', '.heif', '.avif', '.jfif', '.jpe', '.jp2', '.svg', '.pgm', '.ppm']);

/** A sentence each for folders in the folders of classes, and for pictures of other formats there: neither is read. */
export function passedOverWarnings(classes: readonly ClassFolder[], directory: string): string[] {
  const own = new Set(classes.flatMap(({ files }) => files.slice(0, 1).map((file) => dirname(file))));
  const beside = [...own].flatMap((folder) => listEntries(folder).map((entry) => join(folder, entry)));
  const told = (paths: readonly string[], [one, many]: readonly [string, string], advice: string): string[] =>
    paths.length === 0 ? [] : [`${paths.length} ${paths.length === 1 ? `${one} is` : `${many} are`} passed over, such as ${relative(directory, paths[0]).split(sep).join('/')}: ${advice}.`];
  return [
    ...told(beside.filter((path) => !otherFormats.has(extname(path).toLowerCase()) && isFolder(path)), ['folder within the folders of classes', 'folders within the folders of classes'], 'the images of a class lie in its own folder, and each class in a folder beside the others'),
    ...told(beside.filter((path) => otherFormats.has(extname(path).toLowerCase())), ['picture', 'pictures'], 'only PNG and JPEG files are read, whose names end in .png, .jpg or .jpeg'),
  ];
}
