import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { NdArray } from '../graph/ndarray.js';
import type { ImageFormat } from './family.js';
import { decodeImage, inverted, resizeImage, toChannels, type Image } from './images/index.js';

/** The image files of a class, in a folder of its own or not. */
export interface ClassFolder {
  readonly name: string;
  readonly files: readonly string[];
}

/** Images of known classes, from a folder with one folder per class. */
export interface LabelledImages {
  /** The names of the classes, sorted; a label is a place in it. */
  readonly classes: readonly string[];
  readonly files: readonly string[];
  /** float32 (N, height, width, channels). */
  readonly x: NdArray;
  /** int32 (N). */
  readonly y: NdArray;
}

/**
 * The classes of a folder that has one folder of PNG and JPEG files per class. Names that start with a dot are skipped.
 * @throws Error where the folder is missing, has no class folders, or one of these has no images.
 */
export function listClasses(directory: string): ClassFolder[] {
  const entries = listEntries(directory);
  const classes = entries.filter((entry) => isFolder(join(directory, entry)));
  if (classes.length === 0) {
    const found = entries.length === 0 ? 'it is empty' : `it holds ${entries[0]}${entries.length === 1 ? '' : ` and ${entries.length - 1} more`}, and no folders`;
    throw new Error(`${directory} should have one folder per class, but ${found}. Put the images of each class in a folder of its own.`);
  }
  return classes.map((name) => ({ name, files: listImages(join(directory, name)) }));
}

/**
 * The PNG and JPEG files of a folder, sorted by name.
 * @throws Error where the folder is missing or has none.
 */
export function listImages(directory: string): string[] {
  const entries = listEntries(directory);
  const images = entries.filter((entry) => /^\.(png|jpe?g)$/i.test(extname(entry)) && !isFolder(join(directory, entry)));
  if (images.length === 0) {
    const found = entries.length === 0 ? 'it is empty' : `it holds only ${entries.slice(0, 3).join(', ')}${entries.length > 3 ? ' and more' : ''}`;
    const advice = entries.some((entry) => isFolder(join(directory, entry))) ? 'Put the folders of classes beside each other, whatever group they are of: images lie directly in the folder of their class' : 'Add images, or take the folder away';
    throw new Error(`${directory} has no PNG or JPEG images: ${found}. ${advice}.`);
  }
  return images.map((entry) => join(directory, entry));
}

/** One image file as a learner wants it. @throws Error that names the file. */
export function readImage(file: string, format: ImageFormat): Image {
  return imageFrom(readFileSync(file), file, format);
}

/** The bytes of a PNG or JPEG file as a learner wants them. @throws Error that names it, where it is none, cut short, damaged or absurdly large. */
export function imageFrom(bytes: Uint8Array, name: string, { height, width, channels, invert }: ImageFormat): Image {
  const image = toChannels(decodeImage(bytes, name), channels);
  return resizeImage(invert ? inverted(image) : image, height, width);
}

/** All images of a folder with one folder per class: a support set of any number of classes and images. */
export function readLabelledFolder(directory: string, format: ImageFormat): LabelledImages {
  const classes = listClasses(directory);
  const files = classes.flatMap((found) => found.files);
  const y = Int32Array.from(classes.flatMap((found, label) => found.files.map(() => label)));
  return { classes: classes.map(({ name }) => name), files, x: stackImages(files, format), y: { data: y, shape: [y.length], dtype: 'int32' } };
}

/** All images of a folder, not of the folders in it: float32 (N, height, width, channels). */
export function readFolder(directory: string, format: ImageFormat): { files: string[]; x: NdArray } {
  const files = listImages(directory);
  return { files, x: stackImages(files, format) };
}

/** Image files as one array, float32 (N, height, width, channels), in their order. */
export function stackImages(files: readonly string[], format: ImageFormat): NdArray {
  const { height, width, channels } = format;
  const data = new Float32Array(files.length * height * width * channels);
  files.forEach((file, index) => data.set(readImage(file, format).data, index * height * width * channels));
  return { data, shape: [files.length, height, width, channels], dtype: 'float32' };
}

/** The names in a folder, sorted, without those that start with a dot. @throws Error where there is no such folder. */
export function listEntries(directory: string): string[] {
  try {
    return readdirSync(directory).filter((entry) => !entry.startsWith('.')).sort();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const problem = code === 'ENOENT' ? 'does not exist' : code === 'ENOTDIR' ? 'is a file, not a folder' : `cannot be read (${code})`;
    throw new Error(`${directory} ${problem}. Name a folder of images.`, { cause: error });
  }
}

/** Whether there is a folder of this path. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
