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

/** Folders of many image sizes must not fill the memory. */
function remembered(name: string, make: () => Taps): Taps {
  let taps = known.get(name);
  if (taps) return taps;
  taps = make();
  if (known.size >= 64) known.clear();
  known.set(name, taps);
  return taps;
}

function tapsFor(from: number, to: number): Taps {
  return remembered(`${from} from ${to}`, () => {
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
    return { first, count, weights };
  });
}

function lanczos(x: number): number {
  if (x === 0) return 1;
  if (Math.abs(x) >= lobes) return 0;
  const angle = Math.PI * x;
  return (lobes * Math.sin(angle) * Math.sin(angle / lobes)) / (angle * angle);
}

/** Each input is added to the outputs that read it, in the order of their taps; zeros, most of a drawing, need not be. */
function alongRows(data: Float32Array, height: number, from: number, channels: number, to: number): Float32Array {
  if (from === to) return data;
  const { first, count, weights } = readersFor(from, to);
  const out = new Float32Array(height * to * channels);
  const sums = new Float64Array(to * channels);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < from; x++) {
      for (let c = 0; c < channels; c++, at++) {
        const value = data[at];
        if (value === 0) continue;
        for (let k = 0, i = first[x] * channels + c; k < count && i < sums.length; k++, i += channels) sums[i] += weights[x * count + k] * value;
      }
    }
    for (let i = 0; i < sums.length; i++) {
      out[y * sums.length + i] = sums[i];
      sums[i] = 0;
    }
  }
  return out;
}

/** Taps turned round: the first output that reads each input, and the weights of `count` outputs from there. */
function readersFor(from: number, to: number): Taps {
  return remembered(`${from} to ${to}`, () => {
    const { first: firstTap, count: taps, weights: tapWeights } = tapsFor(from, to);
    const each = (visit: (output: number, tap: number, input: number) => void): void => {
      for (let i = 0; i < to; i++) for (let k = 0; k < taps && firstTap[i] + k < from; k++) visit(i, k, firstTap[i] + k);
    };
    const first = new Int32Array(from);
    const readers = new Int32Array(from);
    each((i, _, x) => {
      if (readers[x]++ === 0) first[x] = i;
    });
    const count = readers.reduce((most, of) => Math.max(most, of), 0);
    const weights = new Float64Array(from * count);
    each((i, k, x) => (weights[x * count + i - first[x]] = tapWeights[i * taps + k]));
    return { first, count, weights };
  });
}

function alongColumns(data: Float32Array, from: number, rowLength: number, to: number): Float32Array {
  const { first, count, weights } = tapsFor(from, to);
  const out = new Float32Array(to * rowLength);
  const sums = new Float64Array(rowLength);
  for (let i = 0; i < to; i++) {
    const taps = Math.min(count, from - first[i]);
    for (let k = 0; k < taps; k++) {
      const weight = weights[i * count + k];
      const row = (first[i] + k) * rowLength;
      if (weight !== 0) for (let x = 0; x < rowLength; x++) sums[x] += weight * data[row + x];
    }
    out.set(sums, i * rowLength);
    sums.fill(0);
  }
  return out;
}
