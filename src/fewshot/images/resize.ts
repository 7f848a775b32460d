import type { Image } from './image.js';

/**
 * The image at another size by Lanczos interpolation with three lobes, widened by the factor of shrinking so that fine detail
 * is averaged and not aliased: the method of Pillow's `Image.resize(..., LANCZOS)`. Values are clipped to [0, 1].
 * Another aspect ratio stretches the image.
 */
export function resizeImage(image: Image, height: number, width: number): Image {
  if (image.height === height && image.width === width) return image;
  const { channels } = image;
  const rows = alongRows(image.data, image.height, image.width, channels, width);
  const columns = alongColumns(rows, image.height, width * channels, height);
  for (let i = 0; i < columns.length; i++) columns[i] = Math.min(1, Math.max(0, columns[i]));
  return { height, width, channels, data: columns };
}

interface Taps {
  /** The first input that output i reads. */
  readonly first: Int32Array;
  /** How many inputs each output reads at most; shorter rows end in zeros. */
  readonly count: number;
  /** `count` weights of each output, which sum to one. */
  readonly weights: Float64Array;
}

const lobes = 3;
const known = new Map<string, Taps>();

function tapsFor(from: number, to: number): Taps {
  const name = `${from}:${to}`;
  const cached = known.get(name);
  if (cached) return cached;
  const scale = from / to;
  const widening = Math.max(1, scale);
  const reach = lobes * widening;
  const count = Math.min(from, Math.ceil(reach) * 2 + 1);
  const first = new Int32Array(to);
  const weights = new Float64Array(to * count);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const low = Math.max(0, Math.floor(centre - reach + 0.5));
    const high = Math.min(from, Math.floor(centre + reach + 0.5), low + count);
    let sum = 0;
    for (let x = low; x < high; x++) sum += weights[i * count + x - low] = lanczos((x + 0.5 - centre) / widening);
    for (let x = low; x < high; x++) weights[i * count + x - low] /= sum;
    first[i] = low;
  }
  const taps = { first, count, weights };
  // Folders of many image sizes must not fill the memory.
  if (known.size >= 64) known.clear();
  known.set(name, taps);
  return taps;
}

function lanczos(x: number): number {
  if (x === 0) return 1;
  if (Math.abs(x) >= lobes) return 0;
  const angle = Math.PI * x;
  return (lobes * Math.sin(angle) * Math.sin(angle / lobes)) / (angle * angle);
}

function alongRows(data: Float32Array, height: number, from: number, channels: number, to: number): Float32Array {
  if (from === to) return data;
  const { first, count, weights } = tapsFor(from, to);
  const out = new Float32Array(height * to * channels);
  for (let y = 0, at = 0; y < height; y++) {
    for (let i = 0; i < to; i++) {
      const taps = Math.min(count, from - first[i]);
      for (let c = 0; c < channels; c++, at++) {
        let sum = 0;
        for (let k = 0, x = (y * from + first[i]) * channels + c; k < taps; k++, x += channels) sum += weights[i * count + k] * data[x];
        out[at] = sum;
      }
    }
  }
  return out;
}

function alongColumns(data: Float32Array, from: number, rowLength: number, to: number): Float32Array {
  const { first, count, weights } = tapsFor(from, to);
  const out = new Float32Array(to * rowLength);
  for (let i = 0; i < to; i++) {
    const taps = Math.min(count, from - first[i]);
    for (let k = 0; k < taps; k++) {
      const weight = weights[i * count + k];
      const row = (first[i] + k) * rowLength;
      if (weight !== 0) for (let x = 0; x < rowLength; x++) out[i * rowLength + x] += weight * data[row + x];
    }
  }
  return out;
}
