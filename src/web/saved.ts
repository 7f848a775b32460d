import { decodeSafetensors, encodeSafetensors } from '../training/safetensors.js';
import { WebModelError } from './errors.js';
import type { Feeds } from './protocol.js';

const format = 'metalearn adapted 1';

/** What an adapted model is made of. */
export interface Saved {
  readonly weights: string;
  readonly rows: number;
  readonly steps: number;
  readonly known: Feeds;
  readonly about: Readonly<Record<string, string>>;
}

/** adapted.safetensors: adapted weights by their names, and the sum of the weights that they belong to. */
export function encodeSaved({ weights, rows, steps, known, about }: Saved): Uint8Array {
  return encodeSafetensors({ tensors: new Map(Object.entries(known)), metadata: { format, weights, rows: `${rows}`, steps: `${steps}`, about: JSON.stringify(about) } });
}

/** @throws WebModelError where the bytes are damaged or something else. */
export function decodeSaved(bytes: Uint8Array): Saved {
  try {
    const { tensors, metadata } = decodeSafetensors(bytes);
    if (metadata.format !== format) throw new Error(`its format is ${JSON.stringify(metadata.format)}`);
    return { weights: metadata.weights, rows: Number(metadata.rows), steps: Number(metadata.steps), known: Object.fromEntries(tensors), about: JSON.parse(metadata.about) as Record<string, string> };
  } catch (error) {
    throw new WebModelError(`The file is no adapted model, or is damaged: ${(error as Error).message}. Take one that was saved here.`);
  }
}
