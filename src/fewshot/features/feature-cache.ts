import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sizeOf, type NdArray } from '../../graph/index.js';
import type { ExampleClasses, Split } from '../../tasks/index.js';
import { fingerprint } from '../../tasks/files/index.js';
import { decodeSafetensors, encodeSafetensors, makeFolder, replaceFile } from '../../training/index.js';
import type { ClassFamily } from '../family.js';
import { decoding } from '../images/index.js';

/** The features of all examples of each split, float32 (N, D), class after class. */
export type SplitFeatures = Readonly<Record<Split, NdArray>>;

/** The splits of a family, in the order of its features. */
export const splitNames = ['train', 'validation', 'test'] as const satisfies readonly Split[];

/** The SHA-256 of a model: its file, and the one beside it where weights are kept apart. @throws Error where it cannot be read. */
export async function modelFingerprint(file: string): Promise<string> {
  const sum = createHash('sha256');
  try {
    for (const part of [file, `${file}_data`, `${file}.data`].filter((path) => path === file || existsSync(path))) {
      for await (const chunk of createReadStream(part)) sum.update(chunk as Uint8Array);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(code === 'ENOENT' ? `The model ${file} does not exist.` : `The model ${file} cannot be read: ${message}.`, { cause: error });
  }
  return sum.digest('hex');
}

/** Classes of a split whose first example is looked at. */
const probed = 32;

/**
 * Says of a family's examples what another family would say differently, whatever sizes its tasks have: what it says of itself, the names and sizes of its
 * classes, and the numbers of some examples. Of the others it knows by what version of this library images are decoded.
 */
export function examplesFingerprint({ name, inputShape, description, splits }: ClassFamily, version = decoding): string {
  const { ways: _, shots: __, queries: ___, balance: ____, ...own } = description;
  const size = sizeOf(inputShape);
  const seen = splitNames.map((split) => {
    const classes = splits[split];
    const step = Math.max(1, Math.floor(classes.count / probed));
    const sums = Array.from({ length: Math.min(probed, classes.count) }, (_, i) => firstExample(classes, i * step, size));
    return [Array.from({ length: classes.count }, (_, i) => [classes.nameOf(i), classes.sizeOf(i)]), sums];
  });
  return fingerprint(JSON.stringify([name, inputShape, own, version, seen]));
}

function firstExample(classes: ExampleClasses, index: number, size: number): string {
  const values = new Float32Array(size);
  classes.write(index, 0, values, 0);
  return fingerprint(new Uint8Array(values.buffer));
}

/** The features that a file holds for this key and these numbers of examples; undefined where there is none, or it is damaged or of another key. */
export async function readFeatures(file: string, key: string, counts: Readonly<Record<Split, number>>): Promise<SplitFeatures | undefined> {
  try {
    const { tensors, metadata } = decodeSafetensors(await readFile(file));
    const [train, validation, test] = splitNames.map((split) => tensors.get(split));
    const whole = train && validation && test && splitNames.every((split) => tensors.get(split)?.shape[0] === counts[split]);
    return whole && metadata.key === key ? { train, validation, test } : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps features in a file, whole or not at all. Gives a sentence where that failed: they are computed again next time. */
export async function writeFeatures(file: string, key: string, features: SplitFeatures): Promise<string | undefined> {
  try {
    await makeFolder(dirname(file));
    await replaceFile(file, encodeSafetensors({ tensors: new Map(Object.entries(features)), metadata: { key } }));
    return undefined;
  } catch (error) {
    return `The features could not be kept, and will be computed again next time: ${(error as Error).message}`;
  }
}
