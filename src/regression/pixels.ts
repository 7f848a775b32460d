import { formatShape, ndarray, type NdArray } from '../graph/index.js';
import type { HostExamples } from '../tasks/index.js';

/** Height, width and channels. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** The coordinates of all pixels of an image, float32 (height * width, 2), row by row: to the right and down, -1 and 1 at the outermost pixels. */
export function pixelGrid(height: number, width: number): NdArray {
  const x = new Float32Array(2 * height * width);
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      x[at++] = place(column, width);
      x[at++] = place(row, height);
    }
  }
  return ndarray(x, [height * width, 2]);
}

/**
 * The image (height, width, channels) whose pixels have these values: a support set as what was seen, or what was predicted for `pixelGrid`, for a plot.
 * Rows whose mask is zero are left out.
 *
 * @param pixels x float32 (N, 2) as `pixelGrid` gives them, y float32 (N, channels).
 * @param background the value of pixels that are not among them. Default 0.
 * @throws RangeError where coordinates or values do not fit the shape.
 */
export function imageOfPixels({ x, y, mask }: HostExamples, [height, width, channels]: ImageShape, background = 0): NdArray {
  const rows = x.shape[0];
  if (x.data.length !== 2 * rows || y.data.length !== channels * rows) {
    throw new RangeError(`imageOfPixels takes coordinates (N, 2) and values (N, ${channels}), got ${formatShape(x.shape)} and ${formatShape(y.shape)}.`);
  }
  const image = new Float32Array(height * width * channels).fill(background);
  for (let i = 0; i < rows; i++) {
    if (mask?.data[i] === 0) continue;
    const [column, row] = [pixelAt(x.data[2 * i], width), pixelAt(x.data[2 * i + 1], height)];
    if (!(row >= 0 && row < height && column >= 0 && column < width)) {
      throw new RangeError(`Pixel ${i} is at (${x.data[2 * i]}, ${x.data[2 * i + 1]}), outside of an image, whose coordinates are from -1 to 1.`);
    }
    image.set(y.data.subarray(i * channels, (i + 1) * channels) as Float32Array, (row * width + column) * channels);
  }
  return ndarray(image, [height, width, channels]);
}

const place = (index: number, length: number): number => (length === 1 ? 0 : (2 * index) / (length - 1) - 1);
const pixelAt = (coordinate: number, length: number): number => Math.round(((coordinate + 1) / 2) * (length - 1));
