import type { AdaptProgram } from '../artifact/card.js';
import { formatShape, sameShape } from '../graph/shape.js';
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
  return encodeSafetensors({ tensors: new Map(Object.entries(known)), metadata: { format, weights, rows: `${rows}`, steps: `${steps}`, about: JSON.stringify(about), sum: sumOf(known) } });
}

/** @throws WebModelError where the bytes are damaged or something else. */
export function decodeSaved(bytes: Uint8Array): Saved {
  try {
    const { tensors, metadata } = decodeSafetensors(bytes);
    if (metadata.format !== format) throw new Error(`its format is ${JSON.stringify(metadata.format)}`);
    const known = Object.fromEntries(tensors);
    // Files of earlier versions have no sum.
    if (metadata.sum !== undefined && metadata.sum !== sumOf(known)) throw new Error('its numbers are not those that were saved');
    return { weights: metadata.weights, rows: Number(metadata.rows), steps: Number(metadata.steps), known, about: JSON.parse(metadata.about) as Record<string, string> };
  } catch (error) {
    throw new WebModelError(`The file is no adapted model, or is damaged: ${(error as Error).message}. Take one that was saved here.`);
  }
}

/** @throws WebModelError where something is missing that the program made or predicts by, is of another shape, or no number. */
export function requireKnown({ adapt, predict }: AdaptProgram, known: Feeds): void {
  for (const { name, shape, dtype } of [...adapt.outputs, ...predict.inputs.filter((input) => input.name === 'classes')]) {
    const found = known[name];
    const problem = !found ? 'it lacks' : found.dtype !== dtype || !sameShape(found.shape, shape) ? `${found.dtype}${formatShape(found.shape)} is not ${dtype}${formatShape(shape)}:` : !found.data.every(Number.isFinite) ? 'no numbers stand in' : undefined;
    if (problem) throw new WebModelError(`The adapted model is damaged: ${problem} ${name}. Adapt anew.`);
  }
}

/** FNV-1a of all bytes: enough to notice damage. */
function sumOf(known: Feeds): string {
  let sum = 0x811c9dc5;
  for (const name of Object.keys(known).sort()) {
    const { buffer, byteOffset, byteLength } = known[name].data;
    for (const byte of new Uint8Array(buffer, byteOffset, byteLength)) sum = Math.imul(sum ^ byte, 0x01000193);
  }
  return (sum >>> 0).toString(16);
}
