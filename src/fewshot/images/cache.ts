import type { Image } from './image.js';

/**
 * Images that are loaded when first asked for and then kept at one byte a value.
 * Gives the bytes of image `index`.
 */
export function lazyImages(count: number, load: (index: number) => Image): (index: number) => Uint8Array {
  const kept = new Array<Uint8Array | undefined>(count);
  return (index) => {
    const found = kept[index];
    if (found) return found;
    const { data } = load(index);
    const bytes = new Uint8Array(data.length);
    for (let i = 0; i < data.length; i++) bytes[i] = Math.round(data[i] * 255);
    return (kept[index] = bytes);
  };
}

/** Writes kept bytes as numbers in [0, 1] into `into` from `offset` on. */
export function writeBytes(bytes: Uint8Array, into: Float32Array, offset: number): void {
  for (let i = 0; i < bytes.length; i++) into[offset + i] = bytes[i] / 255;
}
