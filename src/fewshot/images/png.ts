import { decode, type DecodedPng } from 'fast-png';
import type { Image } from './image.js';
import { requirePixelsOnly } from './png-size.js';

/**
 * A PNG of any kind but interlaced with fewer than 8 bits. Transparent pixels are laid on white; 16 bits keep their precision.
 * @throws Error where the file is damaged; the caller names it.
 */
export function decodePng(bytes: Uint8Array): Image {
  // Depth and interlacing stand in the header; the decoder would misread rows of packed pixels that are interlaced.
  if (bytes[24] < 8 && bytes[28] === 1) throw new Error('interlaced PNGs of fewer than 8 bits are not supported, save it without interlacing');
  requirePixelsOnly(bytes);
  const png = decode(bytes, { checkCrc: true });
  const { height, width, depth } = png;
  const samples = unpack(png);
  const palette = png.palette;
  const highest = 2 ** depth - 1;
  const colour = palette ? 3 : png.channels < 3 ? 1 : 3;
  const data = new Float32Array(height * width * colour);
  const clear = png.transparency;
  if (!palette && !clear && png.channels === colour) {
    for (let i = 0; i < data.length; i++) data[i] = samples[i] / highest;
    return { height, width, channels: colour, data };
  }
  for (let pixel = 0; pixel < height * width; pixel++) {
    const from = pixel * png.channels;
    let alpha = 1;
    for (let c = 0; c < colour; c++) {
      let value: number;
      if (palette) {
        const entry = palette[samples[from]];
        if (!entry) throw new Error(`pixel ${pixel} has colour ${samples[from]}, but the palette has ${palette.length}`);
        value = entry[c] / 255;
        alpha = (entry[3] ?? 255) / 255;
      } else {
        value = samples[from + c] / highest;
        if (png.channels > colour) alpha = samples[from + colour] / highest;
      }
      data[pixel * colour + c] = value * alpha + 1 - alpha;
    }
    if (clear && !palette && clear.length === colour && clear.every((value, c) => samples[from + c] === value)) {
      data.fill(1, pixel * colour, (pixel + 1) * colour);
    }
  }
  return { height, width, channels: colour, data };
}

/** One number per sample: rows of fewer than 8 bits a sample are packed, first pixel in the highest bits, and padded to bytes. */
function unpack({ data, depth, width, height }: DecodedPng): ArrayLike<number> {
  if (depth >= 8) return data;
  const rowBytes = Math.ceil((width * depth) / 8);
  const samples = new Uint8Array(width * height);
  const ones = 2 ** depth - 1;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const bit = x * depth;
      samples[at] = (data[y * rowBytes + (bit >> 3)] >> (8 - depth - (bit & 7))) & ones;
    }
  }
  return samples;
}
